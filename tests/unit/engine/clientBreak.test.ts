import { expect, test } from 'vitest'

import type { EngineErrorKind } from '../../../src/engine/engine.ts'
import {
  createClientBench,
  readReply,
  tokensEvent,
  turnsOfTheLoop,
  type FakeWorker,
} from './clientBench.ts'
import { createSegment } from './segments.ts'

const signal = new AbortController().signal

type Break = readonly [name: string, kind: EngineErrorKind, breaks: (worker: FakeWorker) => void]

const breaks: readonly Break[] = [
  ['throws', 'crash', (worker) => worker.breaks('error', { message: 'RuntimeError: unreachable' })],
  ['cannot be read', 'crash', (worker) => worker.breaks('messageerror', {})],
  ['makes no sense', 'crash', (worker) => worker.send({ type: 'turn-event', id: 'two' })],
  [
    'loses its device',
    'device-lost',
    (worker) => worker.send({ type: 'device-lost', kind: 'device-lost', detail: 'unknown: reset' }),
  ],
]

test.each(breaks)(
  'a worker that %s is ended and its turn is one error',
  async (_, kind, broken) => {
    const bench = createClientBench()
    await bench.loadNano()
    const reply = readReply(bench.engine.generate(createSegment(), signal))
    await turnsOfTheLoop()
    const [worker] = bench.workers
    const id = bench.worker().idOf('turn-start')
    bench.worker().send({ type: 'turn-event', id, event: tokensEvent('So') })
    broken(bench.worker())
    await reply.ended
    expect(reply.read).toMatchObject([tokensEvent('So'), { type: 'error', error: { kind } }])
    expect(bench.engine.getState()).toMatchObject({
      status: 'failed',
      model: 'ponder-nano',
      error: { kind },
    })
    expect(worker?.isTerminated).toBe(true)
  },
)

test.each(breaks)(
  'after a worker that %s the next load has a new one',
  async (_, _kind, broken) => {
    const bench = createClientBench()
    await bench.loadNano()
    const first = bench.worker()
    broken(first)
    await bench.loadNano()
    expect(bench.workers).toHaveLength(2)
    expect(bench.engine.getState().status).toBe('ready')
    first.send({
      type: 'device-lost',
      kind: 'device-lost',
      detail: 'late word of a worker that is gone',
    })
    expect(bench.engine.getState().status).toBe('ready')
  },
)

test.each(breaks)('a load whose worker %s fails once, and settles', async (_, kind, broken) => {
  const bench = createClientBench()
  const loaded = bench.engine.load('ponder-nano', {}, signal)
  await turnsOfTheLoop()
  broken(bench.worker())
  await loaded
  expect(bench.states.filter(({ status }) => status === 'failed')).toMatchObject([
    { model: 'ponder-nano', error: { kind } },
  ])
})

test('what the worker said of its end is kept for the details', async () => {
  const bench = createClientBench()
  await bench.loadNano()
  bench.worker().breaks('error', { message: 'RuntimeError: unreachable' })
  expect(bench.engine.getState()).toMatchObject({ error: { detail: 'RuntimeError: unreachable' } })
})

test('a model that cannot be let go ends with its worker, and nothing is left waiting', async () => {
  const bench = createClientBench()
  await bench.loadNano()
  const first = bench.worker()
  const unloaded = bench.engine.unload()
  const error = { kind: 'crash', detail: 'The buffers are gone.' } as const
  first.send({ type: 'request-failed', id: first.idOf('model-unload'), error })
  await expect(unloaded).resolves.toBeUndefined()
  expect(bench.engine.getState()).toEqual({ status: 'idle' })
  expect(first.isTerminated).toBe(true)
  await bench.loadNano()
  expect(bench.workers).toHaveLength(2)
  expect(bench.engine.getState().status).toBe('ready')
})

test.each(breaks)('a worker that %s while it unloads has unloaded', async (_, _kind, broken) => {
  const bench = createClientBench()
  await bench.loadNano()
  const unloaded = bench.engine.unload()
  broken(bench.worker())
  await expect(unloaded).resolves.toBeUndefined()
  expect(bench.engine.getState()).toEqual({ status: 'idle' })
})

test('a load that was asked for meanwhile survives an unload that fails', async () => {
  const bench = createClientBench()
  await bench.loadNano()
  const unloaded = bench.engine.unload()
  const loaded = bench.engine.load('ponder-nano', {}, signal)
  await turnsOfTheLoop()
  const worker = bench.worker()
  const error = { kind: 'crash', detail: '' } as const
  worker.send({ type: 'request-failed', id: worker.idOf('model-unload'), error })
  await unloaded
  await turnsOfTheLoop()
  bench.worker().loads()
  await loaded
  expect(bench.engine.getState()).toMatchObject({ status: 'ready', model: 'ponder-nano' })
})
