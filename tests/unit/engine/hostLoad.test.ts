import { expect, test } from 'vitest'

import { r1Distill } from '../../../src/engine/template/r1.ts'
import { createHostBench } from './hostBench.ts'
import { createSegment } from './segments.ts'

test('a model is loaded from where its files lie, with the context that was asked for', async () => {
  const bench = createHostBench()
  await bench.load()
  const folder = 'https://a.example/ponder-nano/resolve/0123abcd/'
  expect(bench.loads).toMatchObject([
    {
      id: 'ponder-nano',
      contextTokens: 2048,
      sources: { weightsUrl: folder, libraryUrl: `${folder}model.wasm`, integrity: {} },
    },
  ])
  const facts = { contextTokens: 2048, library: 'unchecked' }
  expect(bench.sent).toEqual([{ type: 'model-loaded', id: 1, facts }])
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
  const text = r1Distill.render(createSegment())
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
  expect(bench.sent.at(-1)).toMatchObject({ type: 'model-loaded', id: 1 })
  expect(bench.unloads()).toBe(1)
})
