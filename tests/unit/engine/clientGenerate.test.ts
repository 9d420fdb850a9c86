import { expect, test } from 'vitest'

import type { EngineEvent } from '../../../src/engine/engine.ts'
import {
  createClientBench,
  endEvent,
  readReply,
  tokensEvent,
  turnsOfTheLoop,
} from './clientBench.ts'
import { createSegment } from './segments.ts'

const never = new AbortController().signal

/** A loaded engine and a turn that its worker was told of. */
async function startTurn(signal = never) {
  const bench = createClientBench()
  await bench.loadNano()
  const reply = readReply(bench.engine.generate(createSegment(), signal))
  await turnsOfTheLoop()
  const worker = bench.worker()
  const id = worker.idOf('turn-start')
  const send = (event: EngineEvent): void => worker.send({ type: 'turn-event', id, event })
  return { bench, worker, id, send, ...reply }
}

test('a reply streams in order and ends', async () => {
  const { bench, send, read, ended } = await startTurn()
  expect(bench.engine.getState().status).toBe('generating')
  const events = [
    { type: 'prefill-progress', done: 0, total: 9, shares: [] } as const,
    tokensEvent('So'),
    tokensEvent(' it is 4.'),
    endEvent,
  ]
  for (const event of events) send(event)
  await ended
  expect(read).toEqual(events)
  expect(bench.engine.getState().status).toBe('ready')
})

test('what comes after the end, or for a turn that is not there, is ignored', async () => {
  const { bench, worker, send, read, ended } = await startTurn()
  worker.send({ type: 'turn-event', id: 99, event: tokensEvent('not mine') })
  send(endEvent)
  send(tokensEvent('late'))
  await ended
  expect(read).toEqual([endEvent])
  expect(bench.engine.getState().status).toBe('ready')
})

test('a stop is told to the worker, and the worker ends the reply', async () => {
  const abort = new AbortController()
  const { worker, id, send, read, ended } = await startTurn(abort.signal)
  send(tokensEvent('So'))
  abort.abort()
  expect(worker.told.at(-1)).toEqual({ type: 'turn-stop', id })
  const end = { ...endEvent, finish: 'stopped' } as const
  send(end)
  await ended
  expect(read).toEqual([tokensEvent('So'), end])
})

test('a turn that was stopped before it began ends without being asked', async () => {
  const bench = createClientBench()
  await bench.loadNano()
  const reply = readReply(bench.engine.generate(createSegment(), AbortSignal.abort()))
  await reply.ended
  expect(reply.read).toMatchObject([{ type: 'end', finish: 'stopped' }])
  expect(bench.worker().told.map(({ type }) => type)).toEqual(['model-load'])
})

test('a reader who leaves stops the turn', async () => {
  const bench = createClientBench()
  await bench.loadNano()
  const events = bench.engine.generate(createSegment(), never)[Symbol.asyncIterator]()
  const first = events.next()
  await turnsOfTheLoop()
  const id = bench.worker().idOf('turn-start')
  bench.worker().send({ type: 'turn-event', id, event: tokensEvent('So') })
  expect(await first).toMatchObject({ value: { text: 'So' } })
  await events.return?.()
  expect(bench.worker().told.at(-1)).toEqual({ type: 'turn-stop', id })
})

test('a request that fails is one error, and the engine is ready again', async () => {
  const { bench, worker, id, send, read, ended } = await startTurn()
  const error = { kind: 'context', detail: '9 tokens, room for 8.' } as const
  worker.send({ type: 'request-failed', id, error })
  send({ type: 'error', error })
  await ended
  expect(read).toEqual([{ type: 'error', error }])
  expect(bench.engine.getState().status).toBe('ready')
})

test('a turn loads its model first', async () => {
  const bench = createClientBench()
  const reply = readReply(bench.engine.generate(createSegment(), never))
  await turnsOfTheLoop()
  const worker = bench.worker()
  worker.loads()
  await turnsOfTheLoop()
  worker.send({ type: 'turn-event', id: worker.idOf('turn-start'), event: endEvent })
  await reply.ended
  expect(reply.read).toEqual([endEvent])
})
