import fc from 'fast-check'
import { expect, test } from 'vitest'

import { catalogue } from '../../../../src/engine/catalogue/catalogue.ts'
import { contextPrices } from '../../../../src/engine/catalogue/contextPrice.ts'
import {
  cacheBytes,
  countParameters,
  downloadSize,
  largestBuffer,
  memoryNeed,
  weightBytes,
} from '../../../../src/engine/catalogue/memory.ts'
import { recordOf } from './records.ts'

const records = fc.constantFrom(...catalogue)
const contexts = fc.integer({ min: 1, max: 2 ** 18 })

test('more context never needs less memory', () => {
  fc.assert(
    fc.property(records, contexts, contexts, (record, a, b) => {
      const [less, more] = [Math.min(a, b), Math.max(a, b)]
      expect(memoryNeed(record, more).total).toBeGreaterThanOrEqual(memoryNeed(record, less).total)
      expect(largestBuffer(record, more)).toBeGreaterThanOrEqual(largestBuffer(record, less))
    }),
  )
})

test('the cache is linear in pages of 16 tokens, and a page begun is a page taken', () => {
  fc.assert(
    fc.property(records, fc.integer({ min: 1, max: 4096 }), (record, pages) => {
      const page = cacheBytes(record, 16)
      expect(cacheBytes(record, pages * 16)).toBe(pages * page)
      expect(cacheBytes(record, pages * 16 + 1)).toBe((pages + 1) * page)
    }),
  )
})

test('only the cache grows with context, and the total is the sum', () => {
  fc.assert(
    fc.property(records, contexts, (record, context) => {
      const { weights, cache, working, total } = memoryNeed(record, context)
      expect(total).toBe(weights + cache + working)
      expect(total - cache).toBe(memoryNeed(record, 1).total - cacheBytes(record, 1))
    }),
  )
})

// Counts that the publishers give.
test.each([
  ['DeepSeek-R1-Distill-Qwen-1.5B-q4f16_1-MLC', 1_777_088_000],
  ['DeepSeek-R1-Distill-Qwen-7B-q4f16_1-MLC', 7_615_616_512],
  ['DeepSeek-R1-Distill-Llama-8B-q4f16_1-MLC', 8_030_261_248],
  ['Qwen3-8B-q4f16_1-MLC', 8_190_735_360],
])('%s has %i parameters', (id, parameters) => {
  const { quantized, whole } = countParameters(recordOf(id).architecture)
  expect(quantized + whole).toBe(parameters)
})

test('the weights of ponder-nano are as long as the shard that the build wrote', () => {
  expect(weightBytes(recordOf('ponder-nano'))).toBe(1_860_608)
})

test.each([
  ['DeepSeek-R1-Distill-Llama-8B-q4f16_1-MLC', 5001.0, 4598.34],
  ['DeepSeek-R1-Distill-Llama-8B-q4f32_1-MLC', 6101.01, 5295.7],
])('a token of %s costs what WebLLM’s records of 4k and 1k differ by', (id, at4k, at1k) => {
  const perToken = ((at4k - at1k) * 1e6) / 3072
  expect(cacheBytes(recordOf(id), 16) / 16).toBeCloseTo(perToken, -1)
})

// `vram_required_MB` of WebLLM 0.2.86, at 4096 tokens.
test.each([
  ['DeepSeek-R1-Distill-Qwen-1.5B-q4f16_1-MLC', 1629.75],
  ['DeepSeek-R1-Distill-Qwen-1.5B-q4f32_1-MLC', 1888.97],
  ['DeepSeek-R1-Distill-Qwen-7B-q4f16_1-MLC', 5106.67],
  ['DeepSeek-R1-Distill-Qwen-7B-q4f32_1-MLC', 5900.09],
  ['DeepSeek-R1-Distill-Llama-8B-q4f16_1-MLC', 5001.0],
  ['DeepSeek-R1-Distill-Llama-8B-q4f32_1-MLC', 6101.01],
  ['Qwen3-0.6B-q4f16_1-MLC', 1403.34],
  ['Qwen3-4B-q4f32_1-MLC', 4327.71],
  ['Qwen3-8B-q4f16_1-MLC', 5695.78],
])(
  '%s with a published library needs about WebLLM’s figure of %f MB, or a little more',
  (id, megabytes) => {
    const library = { kind: 'url', url: 'https://libraries.example/published.wasm' } as const
    const ours = memoryNeed({ ...recordOf(id), library }, 4096).total / 1e6
    expect(ours / megabytes).toBeGreaterThan(0.99)
    expect(ours / megabytes).toBeLessThan(1.12)
  },
)

// Every `alloc_storage` of `embed` and `prefill` in the executable that `model.compile` makes, in bytes.
test('a step with our library takes what the compiled prefill allocates, and the cache’s rows', () => {
  const record = recordOf('DeepSeek-R1-Distill-Qwen-1.5B-q4f32_1-MLC')
  const embed = 6_291_456
  const prefill = 2 * 36_700_160 + 73_400_320 + 6144 + 607_744
  const { working } = memoryNeed(record, 4096)
  expect(working).toBeGreaterThan(embed + prefill)
  expect(working).toBeLessThan(1.25 * (embed + prefill))
})

test('with our libraries no model needs more than with a published one', () => {
  for (const record of catalogue.filter(({ library }) => library.kind === 'app')) {
    const library = { kind: 'url', url: 'https://libraries.example/published.wasm' } as const
    const published = memoryNeed({ ...record, library }, 4096)
    expect(memoryNeed(record, 4096).working).toBeLessThan(published.working)
  }
})

test('every download size is computed from the weights, and says so', () => {
  for (const record of catalogue)
    expect(downloadSize(record)).toEqual({ bytes: weightBytes(record), source: 'computed' })
})

test('a stated download size goes before a computed one', () => {
  const record = { ...recordOf('ponder-nano'), statedDownloadBytes: 7 }
  expect(downloadSize(record)).toEqual({ bytes: 7, source: 'stated' })
})

test('the largest buffer is the embedding table, until a layer’s cache outgrows it', () => {
  const record = recordOf('DeepSeek-R1-Distill-Llama-8B-q4f32_1-MLC')
  expect(largestBuffer(record, 4096)).toBe((128_256 * 4096) / 2)
  expect(largestBuffer(record, 32_768)).toBe(2 * 8 * 128 * 4 * 32_768)
})

test('the price of context for R1 Llama 8B, in MiB', () => {
  const prices = contextPrices(recordOf('DeepSeek-R1-Distill-Llama-8B-q4f16_1-MLC'))
  expect(prices.map(({ tokens, cache }) => [tokens, cache / 2 ** 20])).toEqual([
    [1024, 128],
    [2048, 256],
    [4096, 512],
    [8192, 1024],
    [16_384, 2048],
    [32_768, 4096],
  ])
  expect(prices.map(({ total, cache }) => total - cache)).toEqual(prices.map(() => 4_675_159_040))
})

test('a model is not offered more context than it was trained for', () => {
  expect(contextPrices(recordOf('ponder-nano')).map(({ tokens }) => tokens)).toEqual([1024, 2048])
})
