import { expect, test } from 'vitest'

import { findObstacle } from '../../../../src/engine/catalogue/findObstacle.ts'
import type { GpuFacts } from '../../../../src/engine/gpuSupport.ts'
import { recordOf } from './records.ts'

const nano = recordOf('ponder-nano')
const llama = recordOf('DeepSeek-R1-Distill-Llama-8B-q4f16_1-MLC')

/** Just what WebLLM asks of every device. */
const least = {
  kind: 'adapter',
  maxBufferSize: 2 ** 28,
  maxStorageBufferBindingSize: 2 ** 27,
  maxComputeWorkgroupStorageSize: 32 * 1024,
  maxStorageBuffersPerShaderStage: 10,
  hasF16: false,
} as const
const large = { ...least, maxBufferSize: 2 ** 30, maxStorageBufferBindingSize: 2 ** 30 } as const

test.each<GpuFacts>([{ kind: 'no-webgpu' }, { kind: 'no-adapter' }])(
  'with $kind nothing can run, and it says which',
  (facts) => {
    expect(findObstacle(facts, nano, 2048)?.kind).toBe('no-webgpu')
    expect(findObstacle(facts, nano, 2048)?.detail).not.toBe('')
  },
)

test('a device that just has what is needed has no obstacle', () => {
  expect(findObstacle(least, nano, 2048)).toBeUndefined()
  expect(findObstacle({ ...large, hasF16: true }, llama, 4096)).toBeUndefined()
})

test.each([
  ['maxBufferSize', 2 ** 28],
  ['maxStorageBufferBindingSize', 2 ** 27],
  ['maxComputeWorkgroupStorageSize', 32 * 1024],
  ['maxStorageBuffersPerShaderStage', 10],
] as const)('a device one short of %s cannot, and it says both numbers', (limit, needs) => {
  const obstacle = findObstacle({ ...least, [limit]: needs - 1 }, nano, 2048)
  expect(obstacle?.kind).toBe('buffer-too-small')
  expect(obstacle?.detail).toContain(String(needs - 1))
  expect(obstacle?.detail).toContain(String(needs))
})

test('a table that the largest buffer cannot hold is an obstacle', () => {
  expect(findObstacle({ ...least, hasF16: true }, llama, 4096)).toEqual({
    kind: 'buffer-too-small',
    detail: 'Its graphics adapter offers 134217728 as largest buffer; the model needs 262668288.',
  })
})

test('a model of 16-bit floats needs a device that has them', () => {
  expect(findObstacle(large, llama, 4096)?.kind).toBe('no-f16')
})
