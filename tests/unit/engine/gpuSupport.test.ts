import { expect, test } from 'vitest'

import { findObstacle, probeGpu, type GpuFacts } from '../../../src/engine/gpuSupport.ts'
import { nano } from '../../../src/engine/models.ts'

const limits = {
  maxBufferSize: 2 ** 28,
  maxStorageBufferBindingSize: 2 ** 27,
  maxComputeWorkgroupStorageSize: 32 * 1024,
  maxStorageBuffersPerShaderStage: 10,
}
const adapter = { kind: 'adapter', ...limits, hasF16: false } as const

const browserWith = (requestAdapter: () => Promise<unknown>): { readonly gpu: unknown } => ({
  gpu: { requestAdapter },
})

test('a browser without WebGPU has none', async () => {
  expect(await probeGpu({})).toEqual({ kind: 'no-webgpu' })
})

test.each([
  ['gives no adapter', () => Promise.resolve(null)],
  ['refuses one', () => Promise.reject(new Error('disallowed'))],
])('a browser that %s has no adapter', async (_, requestAdapter) => {
  expect(await probeGpu(browserWith(requestAdapter))).toEqual({ kind: 'no-adapter' })
})

test('an adapter is read as its limits and features say', async () => {
  const found = { limits, features: new Set(['shader-f16']) }
  const facts = await probeGpu(browserWith(() => Promise.resolve(found)))
  expect(facts).toEqual({ ...adapter, hasF16: true })
})

test.each<GpuFacts>([{ kind: 'no-webgpu' }, { kind: 'no-adapter' }])(
  'with $kind nothing can run, and it says which',
  (facts) => {
    expect(findObstacle(facts, nano)?.kind).toBe('no-webgpu')
    expect(findObstacle(facts, nano)?.detail).not.toBe('')
  },
)

test('a device that just has what is needed has no obstacle', () => {
  const least = {
    maxBufferSize: nano.largestBuffer,
    maxStorageBufferBindingSize: nano.largestBuffer,
  }
  expect(findObstacle({ ...adapter, ...least }, nano)).toBeUndefined()
})

test.each([
  ['maxBufferSize', nano.largestBuffer],
  ['maxStorageBufferBindingSize', nano.largestBuffer],
  ['maxComputeWorkgroupStorageSize', 32 * 1024],
  ['maxStorageBuffersPerShaderStage', 10],
] as const)('a device one short of %s cannot, and it says both numbers', (limit, needs) => {
  const obstacle = findObstacle({ ...adapter, [limit]: needs - 1 }, nano)
  expect(obstacle?.kind).toBe('buffer-too-small')
  expect(obstacle?.detail).toContain(String(needs - 1))
  expect(obstacle?.detail).toContain(String(needs))
})
