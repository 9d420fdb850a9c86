import { expect, test } from 'vitest'

import { probeGpu } from '../../../src/engine/gpuSupport.ts'

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
