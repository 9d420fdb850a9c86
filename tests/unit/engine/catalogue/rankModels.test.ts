import { expect, test } from 'vitest'

import { catalogue } from '../../../../src/engine/catalogue/catalogue.ts'
import { rankModels } from '../../../../src/engine/catalogue/rankModels.ts'
import { devices } from './devices.ts'

const named = Object.entries(devices).map(([name, device]) => ({ name, device }))

test.each(named)(
  'on $name every model is ranked once, with a reason if it cannot',
  ({ device }) => {
    const ranked = rankModels(catalogue, device, 4096)
    expect(new Set(ranked.map(({ record }) => record))).toEqual(new Set(catalogue))
    const without = ranked.filter(
      ({ verdict, reasons }) => verdict !== 'runs' && reasons.length === 0,
    )
    expect(without).toEqual([])
  },
)

test.each(named)(
  'on $name nothing that cannot run stands before something that can',
  ({ device }) => {
    const cannot = rankModels(catalogue, device, 4096).map(({ verdict }) => verdict === 'cannot')
    expect(cannot).toEqual(cannot.toSorted((a, b) => Number(a) - Number(b)))
  },
)

test.each([
  ['phone', 'Qwen3-0.6B-q4f16_1-MLC'],
  ['swiftShader', 'DeepSeek-R1-Distill-Qwen-1.5B-q4f32_1-MLC'],
  ['laptop8', 'DeepSeek-R1-0528-Qwen3-8B-q4f16_1-MLC'],
  ['card24', 'DeepSeek-R1-0528-Qwen3-8B-q4f16_1-MLC'],
] as const)('the first choice on %s is %s', (device, id) => {
  expect(rankModels(catalogue, devices[device], 4096)[0]?.record.id).toBe(id)
})

test('without WebGPU nothing can run', () => {
  const verdicts = rankModels(catalogue, devices.withoutWebGpu, 4096).map(({ verdict }) => verdict)
  expect(new Set(verdicts)).toEqual(new Set(['cannot']))
})

test('a model whose library this deployment lacks stands last, and says so before a download', () => {
  const id = 'DeepSeek-R1-Distill-Llama-8B-q4f16_1-MLC'
  const ranked = rankModels(catalogue, devices.card24, 4096, { withoutLibrary: new Set([id]) })
  expect(ranked.at(-1)?.record.id).toBe(id)
  expect(ranked.at(-1)?.reasons.map(({ words }) => words)).toEqual([
    expect.stringContaining('npm run model:libraries'),
  ])
})

test('a model that is on the disk needs no room there', () => {
  const device = { ...devices.card24, storage: { quota: 1, usage: 1 } }
  const id = 'DeepSeek-R1-Distill-Llama-8B-q4f32_1-MLC'
  const running = rankModels(catalogue, device, 4096, { stored: new Set([id]) }).filter(
    ({ verdict }) => verdict === 'runs',
  )
  expect(running.map(({ record }) => record.id)).toEqual([id, 'ponder-nano'])
})
