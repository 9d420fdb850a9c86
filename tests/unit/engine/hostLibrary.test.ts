import { expect, test } from 'vitest'

import { createHostBench } from './hostBench.ts'
import { createLibrary, sampleMetadata } from './library/createLibrary.ts'

const config = {
  model_type: 'qwen2',
  quantization: 'q4f32_1',
  model_config: { ...sampleMetadata.architecture },
}
const tensors = {
  records: [
    {
      dataPath: 'params_shard_0.bin',
      nbytes: 4,
      records: [{ name: 'model.layers.0.self_attn.c_attn.bias' }],
    },
  ],
}
const files = (library: ArrayBuffer) => ({
  'model.wasm': new Uint8Array(library),
  'mlc-chat-config.json': config,
  'tensor-cache.json': tensors,
})

test('a library that was compiled for these weights is loaded, and said to match', async () => {
  const bench = createHostBench({ files: files(createLibrary(sampleMetadata)) })
  await bench.load()
  expect(bench.sent).toEqual([
    { type: 'model-loaded', id: 1, facts: { contextTokens: 2048, library: 'matches' } },
  ])
})

test('a library of another RoPE base is refused by name, before anything is loaded', async () => {
  const architecture = { ...sampleMetadata.architecture, rope_theta: 1e6 }
  const bench = createHostBench({
    files: files(createLibrary({ ...sampleMetadata, architecture })),
  })
  await bench.load()
  expect(bench.loads).toEqual([])
  const detail = 'The library was compiled for RoPE base 1,000,000, the weights are of 10,000.'
  expect(bench.sent).toEqual([
    { type: 'request-failed', id: 1, error: { kind: 'library-mismatch', detail } },
  ])
})

test('a config that cannot be read is no reason to guess', async () => {
  const broken = { ...files(createLibrary(sampleMetadata)), 'mlc-chat-config.json': [] }
  const bench = createHostBench({ files: broken })
  await bench.load()
  expect(bench.loads).toEqual([])
  expect(bench.sent).toMatchObject([{ type: 'request-failed', error: { kind: 'unusable-model' } }])
})
