import { expect, test } from 'vitest'

import { createClientBench, turnsOfTheLoop } from './clientBench.ts'
import { createSegment } from './segments.ts'

test('the prompt is the one that the worker renders for the same segment', async () => {
  const bench = createClientBench()
  await bench.loadNano()
  const asked = bench.engine.renderPrompt(createSegment())
  await turnsOfTheLoop()
  const prompt = { text: '<think>\n', tokens: [{ id: 5, text: '<think>', special: true }] }
  const id = bench.worker().idOf('prompt-render')
  expect(bench.worker().told.at(-1)).toEqual({
    type: 'prompt-render',
    id,
    segment: createSegment(),
  })
  bench.worker().send({ type: 'prompt-rendered', id, prompt })
  expect(await asked).toEqual(prompt)
})

test('two counts at the same time each get their own answer', async () => {
  const bench = createClientBench()
  await bench.loadNano()
  const first = bench.engine.countTokens('ponder-nano', ['a'])
  await turnsOfTheLoop()
  const firstId = bench.worker().idOf('tokens-count')
  const second = bench.engine.countTokens('ponder-nano', ['b', 'c'])
  await turnsOfTheLoop()
  const secondId = bench.worker().idOf('tokens-count')
  bench.worker().send({ type: 'tokens-counted', id: secondId, counts: [2, 3] })
  bench.worker().send({ type: 'tokens-counted', id: firstId, counts: [1] })
  expect(await Promise.all([first, second])).toEqual([[1], [2, 3]])
})

test('a prompt is measured by the model that is loaded, and none is loaded for it', async () => {
  const bench = createClientBench()
  const segment = createSegment()
  expect(await bench.engine.measurePrompt(segment)).toBeNull()
  expect(bench.workers).toEqual([])
  await bench.loadNano()
  expect(await bench.engine.measurePrompt({ ...segment, model: 'another' })).toBeNull()
  const measured = bench.engine.measurePrompt(segment)
  const shares = [{ kind: 'system', tokens: 1 }] as const
  bench
    .worker()
    .send({ type: 'prompt-measured', id: bench.worker().idOf('prompt-measure'), shares })
  expect(await measured).toEqual(shares)
})

test('a worker that breaks refuses what was asked of it', async () => {
  const bench = createClientBench()
  await bench.loadNano()
  const asked = bench.engine.countTokens('ponder-nano', ['a'])
  await turnsOfTheLoop()
  bench.worker().breaks('error', { message: 'unreachable' })
  await expect(asked).rejects.toThrow('crash: unreachable')
})

test('unloading frees the device, ends the worker, and the next call loads with another', async () => {
  const bench = createClientBench()
  await bench.loadNano()
  const [first] = bench.workers
  const unloaded = bench.engine.unload()
  first?.send({ type: 'request-done', id: first.idOf('model-unload') })
  await unloaded
  expect(bench.engine.getState()).toEqual({ status: 'idle' })
  expect(first?.isTerminated).toBe(true)
  await bench.loadNano()
  expect(bench.workers.map(({ told }) => told.map(({ type }) => type))).toEqual([
    ['model-load', 'model-unload'],
    ['model-load'],
  ])
})

test('unloading an engine that was never loaded starts no worker', async () => {
  const bench = createClientBench()
  await bench.engine.unload()
  expect(bench.workers).toEqual([])
})

test('a listener that left hears nothing more', async () => {
  const bench = createClientBench()
  const heard: string[] = []
  const leave = bench.engine.subscribe(({ status }) => heard.push(status))
  leave()
  await bench.loadNano()
  expect(heard).toEqual([])
  expect(bench.states.length).toBeGreaterThan(0)
})
