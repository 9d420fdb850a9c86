import { expect, test } from 'vitest'

import type { DeviceFacts, MemoryFacts } from '../../../../src/engine/catalogue/device.ts'
import { fit } from '../../../../src/engine/catalogue/fit.ts'
import type { GpuFacts } from '../../../../src/engine/gpuSupport.ts'
import { recordOf } from './records.ts'

const gibibyte = 2 ** 30
const mebibyte = 2 ** 20

type Adapter = Extract<GpuFacts, { kind: 'adapter' }>

/** A desktop's adapter: what discrete cards and Apple's chips offer. */
const desktop: Adapter = {
  kind: 'adapter',
  maxBufferSize: 4 * gibibyte,
  maxStorageBufferBindingSize: 2 * gibibyte,
  maxComputeWorkgroupStorageSize: 32 * 1024,
  maxStorageBuffersPerShaderStage: 10,
  hasF16: true,
}
const withoutF16 = { ...desktop, hasF16: false }
const oneGigabyte = {
  ...desktop,
  maxBufferSize: gibibyte,
  maxStorageBufferBindingSize: gibibyte,
}
/** The least sizes of the standard. */
const standard = {
  ...desktop,
  maxBufferSize: 256 * mebibyte,
  maxStorageBufferBindingSize: 128 * mebibyte,
}

const system = (gibibytes: number): MemoryFacts => ({ kind: 'system', bytes: gibibytes * gibibyte })
const graphics = (gibibytes: number): MemoryFacts => ({
  kind: 'graphics',
  bytes: gibibytes * gibibyte,
})
const unknown: MemoryFacts = { kind: 'unknown' }
const roomy = { quota: 200e9, usage: 1e9 }

const device = (
  gpu: GpuFacts,
  memory: MemoryFacts,
  others: Partial<DeviceFacts> = {},
): DeviceFacts => ({ gpu, memory, isPhone: false, storage: roomy, ...others })
const phone = { isPhone: true, storage: { quota: 20e9, usage: 1e9 } }

const names = {
  nano: 'ponder-nano',
  'Qwen3 0.6B': 'Qwen3-0.6B-q4f16_1-MLC',
  'Qwen3 0.6B f32': 'Qwen3-0.6B-q4f32_1-MLC',
  'R1 1.5B': 'DeepSeek-R1-Distill-Qwen-1.5B-q4f16_1-MLC',
  'R1 1.5B f32': 'DeepSeek-R1-Distill-Qwen-1.5B-q4f32_1-MLC',
  'R1 7B': 'DeepSeek-R1-Distill-Qwen-7B-q4f16_1-MLC',
  'R1 7B f32': 'DeepSeek-R1-Distill-Qwen-7B-q4f32_1-MLC',
  'R1 8B': 'DeepSeek-R1-Distill-Llama-8B-q4f16_1-MLC',
  '0528': 'DeepSeek-R1-0528-Qwen3-8B-q4f16_1-MLC',
} as const

type Row = readonly [
  profile: string,
  device: DeviceFacts,
  model: keyof typeof names,
  context: number,
  said: readonly string[],
]

const rows: readonly Row[] = [
  [
    'a browser without WebGPU',
    device({ kind: 'no-webgpu' }, system(8)),
    'nano',
    2048,
    ['cannot', 'no-webgpu'],
  ],
  [
    'a machine without a graphics adapter',
    device({ kind: 'no-adapter' }, system(16)),
    'R1 8B',
    4096,
    ['cannot', 'no-webgpu'],
  ],
  [
    'an adapter with 8 storage buffers a shader',
    device({ ...desktop, maxStorageBuffersPerShaderStage: 8 }, system(8)),
    'nano',
    2048,
    ['cannot', 'adapter-too-small'],
  ],
  [
    'an adapter with 16 KiB of workgroup memory',
    device({ ...desktop, maxComputeWorkgroupStorageSize: 16_384 }, system(8)),
    'nano',
    2048,
    ['cannot', 'adapter-too-small'],
  ],
  [
    'an adapter below the least of the standard',
    device({ ...standard, maxStorageBufferBindingSize: 64 * mebibyte }, system(8)),
    'nano',
    2048,
    ['cannot', 'adapter-too-small'],
  ],
  ['a laptop that says 8 GB', device(desktop, system(8)), 'nano', 2048, ['runs']],
  [
    'a laptop that says 8 GB, small model',
    device(desktop, system(8)),
    'Qwen3 0.6B',
    4096,
    ['runs'],
  ],
  ['a laptop that says 8 GB, 1.5B', device(desktop, system(8)), 'R1 1.5B', 4096, ['runs']],
  [
    'a laptop that says 8 GB, 8B',
    device(desktop, system(8)),
    'R1 8B',
    4096,
    ['unknown', 'memory-unknown'],
  ],
  [
    'a laptop that says 8 GB, 1.5B with long context',
    device(desktop, system(8)),
    'R1 1.5B',
    32_768,
    ['runs'],
  ],
  [
    'a laptop that says 4 GB, 1.5B',
    device(desktop, system(4)),
    'R1 1.5B',
    4096,
    ['unknown', 'memory-unknown'],
  ],
  [
    'a machine that says 16 GB, 7B',
    device(desktop, system(16)),
    'R1 7B',
    4096,
    ['unknown', 'memory-unknown'],
  ],
  ['a machine that says 32 GB, 7B', device(desktop, system(32)), 'R1 7B', 4096, ['runs']],
  [
    'a machine that says 32 GB, 8B with all context',
    device(desktop, system(32)),
    'R1 8B',
    32_768,
    ['unknown', 'memory-unknown'],
  ],
  [
    'a machine that says nothing of its memory',
    device(desktop, unknown),
    'R1 1.5B',
    4096,
    ['unknown', 'memory-unknown'],
  ],
  ['a machine that says nothing, nano', device(desktop, unknown), 'nano', 2048, ['runs']],
  ['a card of 4 GB, 1.5B', device(desktop, graphics(4)), 'R1 1.5B', 4096, ['runs']],
  ['a card of 4 GB, 7B', device(desktop, graphics(4)), 'R1 7B', 4096, ['cannot', 'memory-short']],
  ['a card of 6 GB, 7B', device(desktop, graphics(6)), 'R1 7B', 4096, ['runs']],
  ['a card of 6 GB, 0528', device(desktop, graphics(6)), '0528', 4096, ['tight', 'memory-tight']],
  ['a card of 8 GB, 8B', device(desktop, graphics(8)), 'R1 8B', 8192, ['runs']],
  ['a card of 8 GB, 8B with 16k', device(desktop, graphics(8)), 'R1 8B', 16_384, ['runs']],
  [
    'a card of 8 GB, 8B with 32k',
    device(desktop, graphics(8)),
    'R1 8B',
    32_768,
    ['cannot', 'memory-short'],
  ],
  ['a card of 12 GB, 0528 with 32k', device(desktop, graphics(12)), '0528', 32_768, ['runs']],
  ['a card of 16 GB, 0528 with 32k', device(desktop, graphics(16)), '0528', 32_768, ['runs']],
  [
    'a card of 24 GB without f16, 8B',
    device(withoutF16, graphics(24)),
    'R1 8B',
    4096,
    ['cannot', 'no-f16'],
  ],
  [
    'a card of 24 GB without f16, 7B f32',
    device(withoutF16, graphics(24)),
    'R1 7B f32',
    4096,
    ['runs'],
  ],
  [
    'a card of 8 GB without f16, 1.5B f32',
    device(withoutF16, graphics(8)),
    'R1 1.5B f32',
    8192,
    ['runs'],
  ],
  [
    'a software adapter',
    device({ ...oneGigabyte, hasF16: false }, system(8)),
    'Qwen3 0.6B f32',
    1024,
    ['runs'],
  ],
  ['buffers of 1 GiB, 8B', device(oneGigabyte, graphics(16)), 'R1 8B', 4096, ['runs']],
  ['bindings of 128 MiB, 1.5B', device(standard, graphics(8)), 'R1 1.5B', 4096, ['runs']],
  [
    'bindings of 128 MiB, 7B',
    device(standard, graphics(24)),
    'R1 7B',
    4096,
    ['cannot', 'buffer-too-small'],
  ],
  [
    'bindings of 128 MiB, 8B',
    device(standard, graphics(24)),
    'R1 8B',
    4096,
    ['cannot', 'buffer-too-small'],
  ],
  [
    'bindings of 512 MiB, which WebLLM uses 128 of',
    device({ ...desktop, maxStorageBufferBindingSize: 512 * mebibyte }, graphics(24)),
    'R1 8B',
    4096,
    ['cannot', 'buffer-too-small'],
  ],
  [
    'buffers of 512 MiB, which WebLLM uses 256 of, table of 251',
    device({ ...desktop, maxBufferSize: 512 * mebibyte }, graphics(24)),
    'R1 8B',
    4096,
    ['runs'],
  ],
  [
    'buffers of 512 MiB, table of 297',
    device({ ...desktop, maxBufferSize: 512 * mebibyte }, graphics(24)),
    '0528',
    4096,
    ['cannot', 'buffer-too-small'],
  ],
  [
    'a card of 10 GB, 0528 with 32k',
    device(desktop, graphics(10)),
    '0528',
    32_768,
    ['tight', 'memory-tight'],
  ],
  ['a phone that says 8 GB, nano', device(oneGigabyte, system(8), phone), 'nano', 2048, ['runs']],
  [
    'a phone that says 8 GB, small model',
    device(oneGigabyte, system(8), phone),
    'Qwen3 0.6B',
    1024,
    ['runs'],
  ],
  [
    'a phone that says 8 GB, 1.5B',
    device(oneGigabyte, system(8), phone),
    'R1 1.5B',
    2048,
    ['runs'],
  ],
  [
    'a phone that says 4 GB, 1.5B',
    device(oneGigabyte, system(4), phone),
    'R1 1.5B',
    2048,
    ['tight', 'memory-tight'],
  ],
  [
    'a phone that says 8 GB, 8B',
    device(oneGigabyte, system(8), phone),
    'R1 8B',
    1024,
    ['cannot', 'memory-short'],
  ],
  [
    'a phone that says nothing, small model',
    device(oneGigabyte, unknown, phone),
    'Qwen3 0.6B',
    1024,
    ['runs'],
  ],
  [
    'a phone that says nothing, 1.5B',
    device(oneGigabyte, unknown, phone),
    'R1 1.5B',
    4096,
    ['tight', 'memory-tight'],
  ],
  [
    'a card of 24 GB and a quota of 2 GB',
    device(desktop, graphics(24), { storage: { quota: 2e9, usage: 0 } }),
    'R1 8B',
    4096,
    ['cannot', 'disk-short'],
  ],
  [
    'a card of 24 GB and a quota that is nearly used',
    device(desktop, graphics(24), { storage: { quota: 100e9, usage: 99.5e9 } }),
    'R1 1.5B',
    4096,
    ['cannot', 'disk-short'],
  ],
  [
    'a card of 24 GB and a quota that is just enough',
    device(desktop, graphics(24), { storage: { quota: 1.05e9, usage: 0 } }),
    'R1 1.5B',
    4096,
    ['tight', 'disk-tight'],
  ],
  [
    'a card of 24 GB and no word of the quota',
    device(desktop, graphics(24), { storage: undefined }),
    'R1 1.5B',
    4096,
    ['runs', 'disk-unknown'],
  ],
  [
    'everything short at once',
    device({ ...standard, hasF16: false }, graphics(2), { storage: { quota: 1e9, usage: 0 } }),
    'R1 8B',
    4096,
    ['cannot', 'no-f16', 'buffer-too-small', 'memory-short', 'disk-short'],
  ],
]

test.each(rows)('%s: %#', (_profile, facts, model, context, said) => {
  const { verdict, reasons } = fit({ device: facts, record: recordOf(names[model]), context })
  expect([verdict, ...reasons.map(({ kind }) => kind)]).toEqual(said)
  for (const { words } of reasons) expect(words).toMatch(/^[A-Z].*\.$/)
})

test('the table asks of more than thirty devices', () => {
  expect(new Set(rows.map(([, facts]) => JSON.stringify(facts))).size).toBeGreaterThanOrEqual(30)
})
