import { expect, test } from 'vitest'

import { catalogue } from '../../../src/engine/catalogue/catalogue.ts'
import { suggestModels } from '../../../src/engine/suggestModels.ts'
import { devices } from './catalogue/devices.ts'
import { recordOf } from './catalogue/records.ts'

const llama = recordOf('DeepSeek-R1-Distill-Llama-8B-q4f16_1-MLC')
const small = recordOf('DeepSeek-R1-Distill-Qwen-1.5B-q4f16_1-MLC')
const nano = recordOf('ponder-nano')

const suggest = (changes: Partial<Parameters<typeof suggestModels>[0]>) =>
  suggestModels({
    failed: llama,
    contextTokens: 8192,
    models: catalogue,
    device: devices.laptop8,
    stored: new Set(),
    ...changes,
  })

test('less context comes first, then the best of the smaller models', () => {
  expect(suggest({})).toEqual([
    { kind: 'less-context', model: llama.id, contextTokens: 4096 },
    {
      kind: 'other-model',
      model: 'DeepSeek-R1-Distill-Qwen-7B-q4f16_1-MLC',
      name: 'R1 Distill Qwen 7B',
      contextTokens: 4096,
    },
  ])
})

test('a smaller model that is here already goes before a better one that is not', () => {
  expect(suggest({ stored: new Set([nano.id, small.id]) })[1]).toEqual({
    kind: 'other-model',
    model: small.id,
    name: small.name,
    contextTokens: 4096,
  })
})

test('with the least context there is only another model', () => {
  const suggestions = suggest({ contextTokens: 1024 })
  expect(suggestions.map(({ kind }) => kind)).toEqual(['other-model'])
})

test('a context between two choices goes down to the next', () => {
  expect(suggest({ contextTokens: 5000 })[0]).toMatchObject({ contextTokens: 4096 })
})

test('the smallest model has nothing below it but less context', () => {
  expect(suggest({ failed: nano, contextTokens: 2048 })).toEqual([
    { kind: 'less-context', model: nano.id, contextTokens: 1024 },
  ])
  expect(suggest({ failed: nano, contextTokens: 1024 })).toEqual([])
})

test('a device without 16-bit floats is offered the build that needs none', () => {
  expect(suggest({ device: devices.swiftShader })).toEqual([
    {
      kind: 'other-model',
      model: 'DeepSeek-R1-Distill-Llama-8B-q4f32_1-MLC',
      name: 'R1 Distill Llama 8B (q4f32_1)',
      contextTokens: 4096,
    },
  ])
  const only = { ...recordOf('DeepSeek-R1-0528-Qwen3-8B-q4f16_1-MLC'), name: 'One of its kind' }
  expect(suggest({ device: devices.swiftShader, failed: only })).toEqual([])
})

test('a model that this device cannot run is never suggested', () => {
  const suggestions = suggest({
    device: devices.swiftShader,
    failed: recordOf('DeepSeek-R1-Distill-Llama-8B-q4f32_1-MLC'),
  })
  const ids = suggestions.flatMap((one) => (one.kind === 'other-model' ? [one.model] : []))
  expect(ids.map((id) => recordOf(id).quantization)).toEqual(['q4f32_1'])
})
