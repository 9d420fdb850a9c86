import { expect, test } from 'vitest'

import { compareLibrary } from '../../../../src/engine/library/compareLibrary.ts'
import type { LibraryMetadata } from '../../../../src/engine/library/libraryMetadata.ts'
import { readChatConfig } from '../../../../src/engine/library/modelConfig.ts'

const figures = {
  hidden_size: 3584,
  intermediate_size: 18_944,
  num_hidden_layers: 28,
  num_attention_heads: 28,
  num_key_value_heads: 4,
  head_dim: 128,
  vocab_size: 152_064,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  rope_scaling: null,
  tie_word_embeddings: false,
}
const llama3 = {
  rope_type: 'llama3',
  factor: 8,
  low_freq_factor: 1,
  high_freq_factor: 4,
  original_max_position_embeddings: 8192,
}
const yarn = { rope_type: 'yarn', factor: 4, original_max_position_embeddings: 32_768 }

const library = (
  architecture: object = {},
  changes: Partial<LibraryMetadata> = {},
): LibraryMetadata => ({
  version: 1,
  model_type: 'qwen2',
  quantization: 'q4f16_1',
  prefill_chunk_size: 1024,
  ...changes,
  architecture: { ...figures, attention_bias: true, query_key_norm: false, ...architecture },
})

const compare = (
  made: LibraryMetadata,
  modelConfig: object = {},
  tensors: readonly string[] = [],
  others: object = {},
) => {
  const config = readChatConfig({
    model_type: 'qwen2',
    quantization: 'q4f16_1',
    ...others,
    model_config: { ...figures, ...modelConfig },
  })
  if (config === undefined) throw new Error('The config cannot be read.')
  return compareLibrary(made, config, new Set(tensors))
}

const matches = { kind: 'matches' }
const differs = (words: string) => ({
  kind: 'differs',
  words: `The library was compiled for ${words}.`,
})

test('a library compiled from the weights’ own config matches', () => {
  expect(compare(library())).toEqual(matches)
})

test.each([
  ['hidden_size', 1536, 'hidden size 1,536, the weights are of 3,584'],
  ['intermediate_size', 8960, 'inner size 8,960, the weights are of 18,944'],
  ['num_hidden_layers', 36, 'layers 36, the weights are of 28'],
  ['num_attention_heads', 32, 'attention heads 32, the weights are of 28'],
  ['num_key_value_heads', 8, 'key and value heads 8, the weights are of 4'],
  ['head_dim', 64, 'head size 64, the weights are of 128'],
  ['vocab_size', 151_936, 'vocabulary 151,936, the weights are of 152,064'],
  ['rms_norm_eps', 1e-5, 'epsilon of the norms 0.00001, the weights are of 0.000001'],
  ['rope_theta', 1_000_000, 'RoPE base 1,000,000, the weights are of 10,000'],
  ['rope_scaling', yarn, 'RoPE scaling yarn, the weights are of none'],
  ['tie_word_embeddings', true, 'a head shared with the embedding: yes, the weights are of no'],
])('another %s is named with both figures', (name, value, words) => {
  expect(compare(library({ [name]: value }))).toEqual(differs(words))
})

test('every difference is told at once', () => {
  expect(compare(library({ rope_theta: 1e6, tie_word_embeddings: true }))).toEqual(
    differs(
      'RoPE base 1,000,000, the weights are of 10,000; a head shared with the embedding: yes, the weights are of no',
    ),
  )
})

test('another kind of model and another quantization are named', () => {
  expect(compare(library({}, { model_type: 'llama', quantization: 'q4f32_1' }))).toEqual(
    differs(
      'kind of model llama, the weights are of qwen2; quantization q4f32_1, the weights are of q4f16_1',
    ),
  )
})

test.each([
  ['0', { head_dim: 0, num_key_value_heads: 0 }],
  ['null', { head_dim: null, rope_theta: null }],
  [
    'a missing key',
    { head_dim: undefined, rope_scaling: undefined, tie_word_embeddings: undefined },
  ],
])('%s states nothing, and nothing is no difference', (_, modelConfig) => {
  expect(
    compare(library({ rope_scaling: yarn }), { rope_scaling: undefined, ...modelConfig }),
  ).toEqual(matches)
})

test('figures that were kept in single precision are the same figures', () => {
  expect(compare(library(), { rms_norm_eps: 9.999999974752427e-7 })).toEqual(matches)
})

test('MLC’s Llama says its RoPE base in other words', () => {
  const config = { rope_theta: undefined, position_embedding_base: 500_000 }
  expect(compare(library({ rope_theta: 500_000 }), config)).toEqual(matches)
  expect(compare(library(), config)).toEqual(
    differs('RoPE base 10,000, the weights are of 500,000'),
  )
})

test.each([
  ['none where the weights have it', null, llama3, 'RoPE scaling none, the weights are of llama3'],
  ['of another kind', yarn, llama3, 'RoPE scaling yarn, the weights are of llama3'],
  [
    'with another factor',
    { ...llama3, factor: 32 },
    llama3,
    'RoPE scaling llama3 with factor 32, the weights are of llama3 with factor 8',
  ],
])('RoPE scaling %s is named', (_, has, needs, words) => {
  expect(compare(library({ rope_scaling: has }), { rope_scaling: needs })).toEqual(differs(words))
})

test('the same RoPE scaling matches, by its older name too', () => {
  const { rope_type: type, ...rest } = llama3
  expect(compare(library({ rope_scaling: llama3 }), { rope_scaling: llama3 })).toEqual(matches)
  expect(compare(library({ rope_scaling: llama3 }), { rope_scaling: { type, ...rest } })).toEqual(
    matches,
  )
  expect(compare(library(), { rope_scaling: { rope_type: 'default' } })).toEqual(matches)
})

const layer = 'model.layers.0.self_attn'
const untied = ['model.embed_tokens.q_weight', 'lm_head.q_weight', `${layer}.c_attn.bias`]

test.each([
  ['a head of their own', {}, untied, matches],
  [
    'no head of their own',
    {},
    untied.filter((name) => !name.startsWith('lm_head')),
    differs('a head shared with the embedding: no, the weights are of yes'),
  ],
  [
    'no biases',
    {},
    untied.filter((name) => !name.endsWith('bias')),
    differs('biases of query, key and value: yes, the weights are of no'),
  ],
  [
    'norms of query and key',
    {},
    [...untied, `${layer}.q_norm.weight`],
    differs('norms of query and key: no, the weights are of yes'),
  ],
])('tensors that have %s settle what a config leaves out', (_, config, tensors, check) => {
  expect(compare(library(), config, tensors)).toEqual(check)
})

test('a library of a later format is not guessed at', () => {
  expect(compare(library({}, { version: 2 }))).toEqual({
    kind: 'differs',
    words: 'The library says what it is in a later format, 2, than this app can read.',
  })
})

// The libraries that WebLLM 0.2.86 lends R1, and what differs.
test.each([
  ['Qwen2-7B for R1 Distill Qwen 7B', { rope_theta: 1e6 }, {}, /RoPE base 1,000,000/],
  [
    'Qwen2-1.5B for R1 Distill Qwen 1.5B',
    { rope_theta: 1e6, tie_word_embeddings: true },
    {},
    /RoPE base 1,000,000.*shared with the embedding: yes/,
  ],
  ['Qwen3-8B for R1-0528', {}, { rope_scaling: yarn }, /RoPE scaling none, .* yarn/],
])('%s would be refused', (_, architecture, config, words) => {
  const check = compare(library(architecture), config)
  expect(check.kind === 'differs' ? check.words : '').toMatch(words)
})
