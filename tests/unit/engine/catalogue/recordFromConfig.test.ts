import { readdirSync, readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { nanoArchitecture } from '../../../../src/engine/catalogue/architectures.ts'
import { recordFromConfig } from '../../../../src/engine/catalogue/recordFromConfig.ts'

const added = {
  id: 'mine',
  name: 'Mine',
  weights: { kind: 'local' },
  library: { kind: 'folder', file: 'mine.wasm' },
} as const

const folder = new URL('../../../../public/models/nano/resolve/', import.meta.url)
const revision = readdirSync(folder)[0] ?? ''
const nanoConfig: unknown = JSON.parse(
  readFileSync(new URL(`${revision}/mlc-chat-config.json`, folder), 'utf8'),
)

test('the config of a model that ships gives back what the catalogue says of it', () => {
  const reading = recordFromConfig(added, nanoConfig)
  expect(reading).toMatchObject({
    kind: 'record',
    record: {
      ...added,
      quantization: 'q4f32_1',
      architecture: nanoArchitecture,
      longestContext: 2048,
      template: 'r1-distill',
    },
  })
})

const config = {
  model_type: 'qwen3',
  quantization: 'q4f16_1',
  context_window_size: 40_960,
  model_config: {
    hidden_size: 1024,
    num_hidden_layers: 28,
    num_attention_heads: 16,
    num_key_value_heads: 8,
    head_dim: 128,
    intermediate_size: 3072,
    vocab_size: 151_936,
    tie_word_embeddings: true,
  },
  conv_template: { roles: { user: '<|im_start|>user' } },
}

test('a config that leaves out figures is filled from what its kind of model has', () => {
  const reading = recordFromConfig(added, config)
  expect(reading).toMatchObject({
    kind: 'record',
    record: {
      template: 'qwen3',
      longestContext: 40_960,
      architecture: { hasQueryKeyNorm: true, hasAttentionBias: false, prefillChunk: 1024 },
    },
  })
})

test('a Qwen3 that speaks in DeepSeek’s tokens is R1-0528, unless the person says otherwise', () => {
  const other = { ...config, conv_template: { roles: { user: '<｜User｜>' } } }
  expect(recordFromConfig(added, other)).toMatchObject({ record: { template: 'r1-0528' } })
  expect(recordFromConfig({ ...added, template: 'r1-distill' }, other)).toMatchObject({
    record: { template: 'r1-distill' },
  })
})

test.each([
  ['nothing', null, /cannot be read/],
  ['a list', [], /cannot be read/],
  ['no sizes', { model_type: 'qwen2', quantization: 'q4f16_1' }, /^architecture\.hidden/],
  ['a quantization nobody knows', { ...config, quantization: 'q5_k_m' }, /^quantization/],
  [
    'half a head',
    { ...config, model_config: { ...config.model_config, head_dim: 0, num_attention_heads: 10 } },
    /^architecture/,
  ],
])('a config with %s is refused, and it says why', (_, value, why) => {
  const reading = recordFromConfig(added, value)
  expect(reading.kind === 'refused' ? reading.why : '').toMatch(why)
})
