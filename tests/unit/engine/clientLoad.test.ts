import { expect, test } from 'vitest'

import { createClientBench, loadedFacts, turnsOfTheLoop } from './clientBench.ts'

const model = 'ponder-nano'
const never = new AbortController().signal

test('a load goes through its states in order', async () => {
  const bench = createClientBench()
  const loaded = bench.engine.load(model, {}, never)
  await turnsOfTheLoop()
  const id = bench.worker().idOf('model-load')
  for (const phase of ['uploading', 'compiling'] as const)
    bench.worker().send({ type: 'load-progress', id, phase, fraction: 0.5 })
  bench.worker().loads()
  await loaded
  expect(bench.states).toEqual([
    { status: 'checking' },
    { status: 'uploading', model, fraction: 0 },
    { status: 'uploading', model, fraction: 0.5 },
    { status: 'compiling', model, fraction: 0.5 },
    { status: 'ready', model, facts: loadedFacts },
  ])
  expect(bench.engine.getState()).toEqual({ status: 'ready', model, facts: loadedFacts })
})

test('two loads at the same time are one, and a third after them is none', async () => {
  const bench = createClientBench()
  const both = [bench.engine.load(model, {}, never), bench.engine.load(model, {}, never)]
  await turnsOfTheLoop()
  bench.worker().loads()
  await Promise.all([...both, bench.engine.load(model, {}, never)])
  expect(bench.worker().told).toHaveLength(1)
})

test('a load that fails says why, and can be tried again', async () => {
  const bench = createClientBench()
  const loaded = bench.engine.load(model, {}, never)
  await turnsOfTheLoop()
  const error = { kind: 'network', detail: 'HTTP 503' } as const
  bench.worker().send({ type: 'request-failed', id: bench.worker().idOf('model-load'), error })
  await loaded
  expect(bench.engine.getState()).toEqual({ status: 'failed', model, error })
  await bench.loadNano()
  expect(bench.engine.getState().status).toBe('ready')
})

test('a model that nobody knows fails without a worker', async () => {
  const bench = createClientBench()
  await bench.engine.load('unknown', {}, never)
  expect(bench.engine.getState()).toMatchObject({ status: 'failed', model: 'unknown' })
  expect(bench.workers).toEqual([])
})

test('aborting leaves the engine idle, settles the load, and ends its worker', async () => {
  const bench = createClientBench()
  const abort = new AbortController()
  const loaded = bench.engine.load(model, {}, abort.signal)
  await turnsOfTheLoop()
  abort.abort()
  await loaded
  expect(bench.engine.getState()).toEqual({ status: 'idle' })
  expect(bench.worker().isTerminated).toBe(true)
  await bench.loadNano()
  expect(bench.workers).toHaveLength(2)
})

test('aborting while the device is looked at, and loading again, asks once', async () => {
  const bench = createClientBench()
  const abort = new AbortController()
  const first = bench.engine.load(model, {}, abort.signal)
  abort.abort()
  await Promise.all([first, bench.loadNano()])
  expect(bench.worker().told).toHaveLength(1)
  expect(bench.engine.getState().status).toBe('ready')
})

test('aborting after the load changes nothing', async () => {
  const bench = createClientBench()
  const abort = new AbortController()
  const loaded = bench.engine.load(model, {}, abort.signal)
  await turnsOfTheLoop()
  bench.worker().loads()
  await loaded
  abort.abort()
  expect(bench.engine.getState().status).toBe('ready')
})

test('a load that another took the place of says nothing any more', async () => {
  const bench = createClientBench()
  const first = bench.engine.load(model, {}, never)
  await turnsOfTheLoop()
  await bench.engine.load('unknown', {}, never)
  await first
  expect(bench.engine.getState()).toMatchObject({ status: 'failed', model: 'unknown' })
})
