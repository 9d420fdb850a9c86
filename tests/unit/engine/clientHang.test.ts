import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import {
  createClientBench,
  endEvent,
  readReply,
  tokensEvent,
  turnsOfTheLoop,
} from './clientBench.ts'
import { createSegment } from './segments.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const minute = 60_000
const never = new AbortController().signal

async function startTurn() {
  const bench = createClientBench()
  await bench.loadNano()
  const reply = readReply(bench.engine.generate(createSegment(), never))
  await turnsOfTheLoop()
  const worker = bench.worker()
  const id = worker.idOf('turn-start')
  const say = (text: string): void =>
    worker.send({ type: 'turn-event', id, event: tokensEvent(text) })
  return { bench, worker, id, say, reply }
}

test('no token for long is a hang: the turn ends and the worker is replaced', async () => {
  const { bench, worker, say, reply } = await startTurn()
  say('So')
  vi.advanceTimersByTime(minute)
  await reply.ended
  expect(reply.read).toMatchObject([tokensEvent('So'), { type: 'error', error: { kind: 'hang' } }])
  expect(bench.engine.getState()).toMatchObject({ status: 'failed', error: { kind: 'hang' } })
  expect(worker.isTerminated).toBe(true)
  await bench.loadNano()
  expect(bench.workers).toHaveLength(2)
})

test('reading a long prompt may take longer than a token', async () => {
  const { bench } = await startTurn()
  vi.advanceTimersByTime(2 * minute)
  expect(bench.engine.getState().status).toBe('generating')
  vi.advanceTimersByTime(2 * minute)
  expect(bench.engine.getState()).toMatchObject({ error: { kind: 'hang' } })
})

test('tokens that keep coming are no hang, however long the reply', async () => {
  const { bench, say } = await startTurn()
  for (let second = 0; second < 600; second += 20) {
    say('x')
    vi.advanceTimersByTime(20_000)
  }
  expect(bench.engine.getState().status).toBe('generating')
})

test('what waits behind a long reply is no hang', async () => {
  const { bench, worker, id, say } = await startTurn()
  const prompt = bench.engine.renderPrompt(createSegment())
  const behind = readReply(bench.engine.generate(createSegment(), never))
  await turnsOfTheLoop()
  for (let second = 0; second < 600; second += 20) {
    say('x')
    vi.advanceTimersByTime(20_000)
  }
  worker.send({ type: 'turn-event', id, event: endEvent })
  const rendered = { text: '<think>', tokens: [] }
  worker.send({ type: 'prompt-rendered', id: worker.idOf('prompt-render'), prompt: rendered })
  worker.send({ type: 'turn-event', id: worker.idOf('turn-start'), event: endEvent })
  await behind.ended
  expect(await prompt).toEqual(rendered)
  expect(behind.read).toEqual([endEvent])
})

test('a load that makes progress may be long, one that makes none is a hang', async () => {
  const bench = createClientBench()
  const loaded = bench.engine.load('ponder-nano', {}, never)
  await turnsOfTheLoop()
  const id = bench.worker().idOf('model-load')
  for (let fraction = 0; fraction < 1; fraction += 0.25) {
    vi.advanceTimersByTime(4 * minute)
    bench.worker().send({ type: 'load-progress', id, phase: 'uploading', fraction })
  }
  expect(bench.engine.getState().status).toBe('uploading')
  vi.advanceTimersByTime(6 * minute)
  await loaded
  expect(bench.engine.getState()).toMatchObject({ status: 'failed', error: { kind: 'hang' } })
})

test('a reply that has ended, and a load that was aborted, are waited for no more', async () => {
  const { worker, id, reply } = await startTurn()
  worker.send({ type: 'turn-event', id, event: endEvent })
  await reply.ended
  vi.advanceTimersByTime(10 * minute)
  expect(worker.isTerminated).toBe(false)

  const other = createClientBench()
  const abort = new AbortController()
  void other.engine.load('ponder-nano', {}, abort.signal)
  await turnsOfTheLoop()
  abort.abort()
  await other.loadNano()
  vi.advanceTimersByTime(10 * minute)
  expect(other.engine.getState().status).toBe('ready')
})
