import { expect, test } from 'vitest'

import type { DeviceFacts } from '../../../../src/engine/catalogue/device.ts'
import { memoryNeed } from '../../../../src/engine/catalogue/memory.ts'
import { fit } from '../../../../src/engine/catalogue/fit.ts'
import { devices } from './devices.ts'
import { recordOf } from './records.ts'

const llama16 = 'DeepSeek-R1-Distill-Llama-8B-q4f16_1-MLC'
const llama32 = 'DeepSeek-R1-Distill-Llama-8B-q4f32_1-MLC'
const qwen0_6 = 'Qwen3-0.6B-q4f16_1-MLC'
const nano = 'ponder-nano'

const ask = (device: DeviceFacts, id: string, context: number) => {
  const { verdict, reasons } = fit({ device, record: recordOf(id), context })
  return [verdict, ...reasons.map(({ kind }) => kind)]
}

test.each([
  ['withoutWebGpu', nano, 2048, ['cannot', 'no-webgpu']],
  ['phone', nano, 2048, ['runs']],
  ['phone', qwen0_6, 1024, ['runs']],
  ['phone', llama16, 4096, ['cannot', 'memory-short']],
  ['swiftShader', nano, 2048, ['runs']],
  ['swiftShader', llama16, 4096, ['cannot', 'no-f16']],
  ['swiftShader', llama32, 4096, ['unknown', 'memory-unknown']],
  ['laptop8', llama16, 4096, ['runs']],
  ['laptop8', llama16, 16_384, ['runs']],
  ['laptop8', llama16, 32_768, ['cannot', 'memory-short']],
  ['card24', llama16, 32_768, ['runs']],
  ['card24', llama32, 32_768, ['runs']],
  ['card24', nano, 4096, ['cannot', 'context-too-long']],
] as const)('%s asked about %s with %i tokens: %j', (device, id, context, said) => {
  expect(ask(devices[device], id, context)).toEqual(said)
})

test.each([
  ['less than the download', 4e9, ['cannot', 'disk-short']],
  ['just the download', 4.6e9, ['tight', 'disk-tight']],
  ['more than the download', 6e9, ['runs']],
])('a disk with %s', (_, quota, said) => {
  expect(ask({ ...devices.card24, storage: { quota, usage: 0 } }, llama16, 4096)).toEqual(said)
})

test('what is stored already counts against the quota, not against the model that it is', () => {
  const device = { ...devices.card24, storage: { quota: 6e9, usage: 5e9 } }
  expect(ask(device, llama16, 4096)).toEqual(['cannot', 'disk-short'])
  const stored = fit({ device, record: recordOf(llama16), context: 4096, isStored: true })
  expect(stored).toEqual({ verdict: 'runs', reasons: [] })
})

test('a browser that says nothing of its disk is said to, and no verdict is made of it', () => {
  const device = { ...devices.card24, storage: undefined }
  expect(ask(device, llama16, 4096)).toEqual(['runs', 'disk-unknown'])
  expect(ask(device, nano, 2048)).toEqual(['runs'])
})

test('memory that nobody knows is said to be unknown, except for a model that fits anywhere', () => {
  const device = { ...devices.card24, memory: { kind: 'unknown' } } as const
  expect(ask(device, llama16, 4096)).toEqual(['unknown', 'memory-unknown'])
  expect(ask(device, nano, 2048)).toEqual(['runs'])
})

test('an adapter a byte short of 1 GiB gives WebLLM 128 MiB, which a table of 8B outgrows', () => {
  const gpu = { ...devices.card24.gpu, maxStorageBufferBindingSize: 2 ** 30 - 1 } as const
  expect(ask({ ...devices.card24, gpu }, llama16, 4096)).toEqual(['cannot', 'buffer-too-small'])
  const small = 'DeepSeek-R1-Distill-Qwen-1.5B-q4f16_1-MLC'
  expect(ask({ ...devices.card24, gpu }, small, 4096)).toEqual(['runs'])
})

test('an adapter below WebLLM’s least cannot even run ponder-nano', () => {
  const gpu = { ...devices.card24.gpu, maxStorageBuffersPerShaderStage: 8 } as const
  expect(ask({ ...devices.card24, gpu }, nano, 2048)).toEqual(['cannot', 'adapter-too-small'])
})

test('a model that cannot run says every reason, in words with both figures', () => {
  const device = { ...devices.swiftShader, storage: { quota: 1e9, usage: 0 } }
  expect(fit({ device, record: recordOf(llama16), context: 4096 })).toEqual({
    verdict: 'cannot',
    reasons: [
      {
        kind: 'no-f16',
        words: 'The graphics adapter has no 16-bit floats. A q4f32_1 build needs none.',
      },
      { kind: 'disk-short', words: 'The download is 4.5 GB; the browser may store 1.0 GB more.' },
    ],
  })
})

const untold = { ...devices.card24, memory: { kind: 'unknown' } } as const
const small = recordOf('DeepSeek-R1-Distill-Qwen-1.5B-q4f16_1-MLC')
const large = recordOf(llama16)
const needOf = (record: typeof small): number => memoryNeed(record, 4096).total

test('a trial that found enough for one model says nothing against a larger one', () => {
  const device = { ...untold, trial: { atLeast: needOf(small) } }
  expect(fit({ device, record: small, context: 4096 }).verdict).toBe('runs')
  expect(fit({ device, record: large, context: 4096 })).toMatchObject({
    verdict: 'unknown',
    reasons: [{ kind: 'memory-unknown' }],
  })
})

test('a trial that found too little for one model says nothing against a smaller one', () => {
  const device = { ...untold, trial: { atLeast: 0, tooMuch: needOf(large) } }
  expect(fit({ device, record: large, context: 4096 })).toMatchObject({
    verdict: 'cannot',
    reasons: [{ kind: 'memory-short', words: expect.stringContaining('a trial found less') }],
  })
  expect(fit({ device, record: small, context: 4096 }).verdict).not.toBe('cannot')
  expect(fit({ device, record: recordOf('ponder-nano'), context: 2048 }).verdict).toBe('runs')
})
