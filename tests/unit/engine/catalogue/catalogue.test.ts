import * as v from 'valibot'
import { expect, test } from 'vitest'

import { catalogue } from '../../../../src/engine/catalogue/catalogue.ts'
import { recordSchema } from '../../../../src/engine/catalogue/record.ts'

test.each(catalogue)('$id passes the schema unchanged', (record) => {
  expect(v.parse(recordSchema, record)).toEqual(record)
})

test('no two records share an id', () => {
  expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length)
})

test('each R1 is there in both builds', () => {
  const ids = catalogue.filter(({ role }) => role === 'reasoning').map(({ id }) => id)
  expect(ids).toEqual([
    'DeepSeek-R1-Distill-Qwen-1.5B-q4f16_1-MLC',
    'DeepSeek-R1-Distill-Qwen-1.5B-q4f32_1-MLC',
    'DeepSeek-R1-Distill-Qwen-7B-q4f16_1-MLC',
    'DeepSeek-R1-Distill-Qwen-7B-q4f32_1-MLC',
    'DeepSeek-R1-Distill-Llama-8B-q4f16_1-MLC',
    'DeepSeek-R1-Distill-Llama-8B-q4f32_1-MLC',
    'DeepSeek-R1-0528-Qwen3-8B-q4f16_1-MLC',
    'DeepSeek-R1-0528-Qwen3-8B-q4f32_1-MLC',
  ])
})

test('every model that is downloaded has a library of its own, by its own name', () => {
  const downloaded = catalogue.filter(({ weights }) => weights.kind === 'hub')
  expect(downloaded.map(({ library }) => library)).toEqual(
    downloaded.map(({ id }) => ({ kind: 'app', file: `${id}.wasm` })),
  )
})

test('weights from a branch are never called pinned', () => {
  const hub = catalogue.flatMap(({ weights }) => (weights.kind === 'hub' ? [weights] : []))
  expect(hub.length).toBeGreaterThan(0)
  expect(hub.filter(({ revision, isPinned }) => isPinned === (revision === 'main'))).toEqual([])
})
