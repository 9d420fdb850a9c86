import * as v from 'valibot'
import { expect, test } from 'vitest'

import { nano } from '../../../../src/engine/models.ts'
import { catalogue, findRecord } from '../../../../src/engine/catalogue/catalogue.ts'
import { recordSchema } from '../../../../src/engine/catalogue/record.ts'

test.each(catalogue)('$id passes the schema unchanged', (record) => {
  expect(v.parse(recordSchema, record)).toEqual(record)
})

test('no two records share an id, and each is found by its own', () => {
  expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length)
  for (const record of catalogue) expect(findRecord(record.id)).toBe(record)
  expect(findRecord('gpt-4')).toBeUndefined()
})

test('the model that came with the app is the one that the app loads', () => {
  expect(findRecord(nano.id)).toMatchObject({
    template: nano.template,
    weights: { kind: 'app', manifest: nano.manifest },
    longestContext: nano.contextTokens,
  })
})

test('each R1 is there, and 0528 only in the build that is known to exist', () => {
  const ids = catalogue.filter(({ role }) => role === 'reasoning').map(({ id }) => id)
  expect(ids).toEqual([
    'DeepSeek-R1-Distill-Qwen-1.5B-q4f16_1-MLC',
    'DeepSeek-R1-Distill-Qwen-1.5B-q4f32_1-MLC',
    'DeepSeek-R1-Distill-Qwen-7B-q4f16_1-MLC',
    'DeepSeek-R1-Distill-Qwen-7B-q4f32_1-MLC',
    'DeepSeek-R1-Distill-Llama-8B-q4f16_1-MLC',
    'DeepSeek-R1-Distill-Llama-8B-q4f32_1-MLC',
    'DeepSeek-R1-0528-Qwen3-8B-q4f16_1-MLC',
  ])
})

test('a library that was compiled for a sister model says so', () => {
  const warned = catalogue.filter(({ library }) => library.mismatch !== undefined)
  expect(new Set(warned.map(({ name }) => name))).toEqual(
    new Set(['R1 Distill Qwen 1.5B', 'R1 Distill Qwen 7B', 'R1-0528 Qwen3 8B']),
  )
})

test('weights from a branch are never called pinned', () => {
  const hub = catalogue.flatMap(({ weights }) => (weights.kind === 'hub' ? [weights] : []))
  expect(hub.length).toBeGreaterThan(0)
  expect(hub.filter(({ revision, isPinned }) => isPinned === (revision === 'main'))).toEqual([])
})
