import { expect, test, vi } from 'vitest'

import { renderR1Distill } from '../../../src/engine/template/r1Distill.ts'
import { createHostBench, goodManifest } from './hostBench.ts'
import { createSegment } from './segments.ts'

test('a model is loaded from the folder of its revision', async () => {
  const bench = createHostBench()
  await bench.load()
  expect(bench.loads).toMatchObject([
    {
      id: 'ponder-nano',
      weightsUrl: 'https://a.example/app/models/nano/resolve/0123abcd/',
      libraryUrl: 'https://a.example/app/models/nano/resolve/0123abcd/nano.wasm',
    },
  ])
  expect(bench.sent).toEqual([{ type: 'request-done', id: 1 }])
})

test('progress is passed on with the request it belongs to', async () => {
  const bench = createHostBench()
  await bench.load()
  bench.loads[0]?.onProgress('compiling', 0.5)
  expect(bench.sent.at(-1)).toEqual({
    type: 'load-progress',
    id: 1,
    phase: 'compiling',
    fraction: 0.5,
  })
})

test('another load unloads the model before', async () => {
  const bench = createHostBench()
  await bench.load()
  await bench.load()
  expect(bench.unloads()).toBe(1)
})

test.each([
  ['another version', { ...goodManifest, version: 2 }],
  ['a revision that leaves its folder', { ...goodManifest, revision: '../../evil' }],
  ['a library of another folder', { ...goodManifest, library: '../evil.wasm' }],
  ['a library of another host', { ...goodManifest, library: 'https://evil.example/a.wasm' }],
  ['a page instead of a manifest', '<!doctype html>'],
])('a manifest with %s loads nothing', async (_, manifest) => {
  vi.stubGlobal('navigator', { onLine: true })
  const bench = createHostBench({ manifest })
  await bench.load()
  expect(bench.loads).toEqual([])
  expect(bench.sent).toMatchObject([{ type: 'request-failed', id: 1, error: { kind: 'crash' } }])
})

test('after unloading there is no model', async () => {
  const bench = createHostBench()
  await bench.load()
  await bench.tell({ type: 'model-unload', id: 2 })
  await bench.tell({ type: 'prompt-render', id: 3, segment: createSegment() })
  expect(bench.unloads()).toBe(1)
  expect(bench.sent.at(-1)).toMatchObject({ type: 'request-failed', id: 3 })
})

test('the prompt that is shown is the one that a turn uses', async () => {
  const bench = createHostBench()
  await bench.load()
  await bench.tell({ type: 'prompt-render', id: 2, segment: createSegment() })
  const text = renderR1Distill(createSegment())
  expect(bench.sent.at(-1)).toMatchObject({ type: 'prompt-rendered', id: 2, prompt: { text } })
})

test('texts are counted as a prompt holds them: their control tokens harmless', async () => {
  const bench = createHostBench()
  await bench.load()
  await bench.tell({
    type: 'tokens-count',
    id: 2,
    model: 'ponder-nano',
    texts: ['', 'four', '<think>'],
  })
  expect(bench.sent.at(-1)).toEqual({ type: 'tokens-counted', id: 2, counts: [0, 4, 8] })
})

test('a model that cannot be let go is told of once, and stands in no load’s way', async () => {
  const bench = createHostBench()
  await bench.load()
  bench.failUnloads(new Error('The buffers are gone.'))
  await bench.tell({ type: 'model-unload', id: 2 })
  expect(bench.sent.at(-1)).toMatchObject({
    type: 'request-failed',
    id: 2,
    error: { kind: 'crash', detail: expect.stringContaining('The buffers are gone.') },
  })
  await bench.load()
  expect(bench.sent.at(-1)).toEqual({ type: 'request-done', id: 1 })
  expect(bench.unloads()).toBe(1)
})
