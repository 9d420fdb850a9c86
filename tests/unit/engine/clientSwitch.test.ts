import { expect, test } from 'vitest'

import type { EngineError, Suggestion } from '../../../src/engine/engine.ts'
import type { DownloadState } from '../../../src/engine/download/downloadState.ts'
import type { EngineClientDeps } from '../../../src/engine/engineClientDeps.ts'
import type { Brought } from '../../../src/engine/source/modelDisk.ts'
import {
  createClientBench,
  endEvent,
  filesOf,
  loadedFacts,
  readReply,
  tokensEvent,
  turnsOfTheLoop,
} from './clientBench.ts'
import { createSegment } from './segments.ts'

const never = new AbortController().signal
const nano = 'ponder-nano'
const qwen = 'Qwen3-0.6B-q4f32_1-MLC'

/** A disk whose model comes when the test says so. */
function createSlowDisk() {
  const listeners = new Set<(state: DownloadState) => void>()
  let settle: (brought: Brought) => void = () => undefined
  let signal: AbortSignal | undefined
  const disk: EngineClientDeps['disk'] = {
    bring(record, asked) {
      if (record.id === nano) return Promise.resolve({ kind: 'here', files: filesOf(nano) })
      signal = asked
      return new Promise((resolve) => {
        settle = resolve
        asked.addEventListener('abort', () => resolve({ kind: 'paused' }))
      })
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return {
    disk,
    tell: (state: DownloadState) => listeners.forEach((listener) => listener(state)),
    settle: (brought: Brought) => settle(brought),
    isStopped: () => signal?.aborted === true,
    listeners,
  }
}

test('another model takes the place of the one before: its worker frees the device and ends first', async () => {
  const bench = createClientBench()
  await bench.loadNano()
  const [first] = bench.workers
  const loaded = bench.engine.load(qwen, {}, never)
  await turnsOfTheLoop()
  expect(first?.told.map(({ type }) => type)).toEqual(['model-load', 'model-unload'])
  expect(bench.workers).toHaveLength(1)
  first?.send({ type: 'request-done', id: first.idOf('model-unload') })
  await turnsOfTheLoop()
  expect(first?.isTerminated).toBe(true)
  expect(bench.worker().told).toMatchObject([
    { type: 'model-load', record: { id: qwen }, contextTokens: 4096 },
  ])
  bench.worker().loads()
  await loaded
  expect(bench.engine.getState()).toMatchObject({ status: 'ready', model: qwen })
})

test('a turn of another model loads that model', async () => {
  const bench = createClientBench()
  await bench.loadNano()
  const [first] = bench.workers
  const reply = readReply(bench.engine.generate(createSegment({ model: qwen }), never))
  await turnsOfTheLoop()
  first?.send({ type: 'request-done', id: first.idOf('model-unload') })
  await turnsOfTheLoop()
  bench.worker().loads()
  await turnsOfTheLoop()
  const second = bench.worker()
  expect(second).not.toBe(first)
  second.send({ type: 'turn-event', id: second.idOf('turn-start'), event: endEvent })
  await reply.ended
  expect(reply.read).toEqual([endEvent])
})

test('the same model with another context is loaded anew, and with the same is not', async () => {
  const bench = createClientBench()
  await bench.loadNano()
  await bench.engine.load(nano, { contextTokens: 2048 }, never)
  const [first] = bench.workers
  expect(first?.told).toHaveLength(1)
  const loaded = bench.engine.load(nano, { contextTokens: 1024 }, never)
  await turnsOfTheLoop()
  first?.send({ type: 'request-done', id: first.idOf('model-unload') })
  await turnsOfTheLoop()
  expect(bench.worker().told).toMatchObject([{ type: 'model-load', contextTokens: 1024 }])
  bench.worker().loads()
  await loaded
})

test('a load without a wish leaves a model with the context that it has', async () => {
  const bench = createClientBench()
  const loaded = bench.engine.load(nano, { contextTokens: 1024 }, never)
  await turnsOfTheLoop()
  const joined = bench.engine.load(nano, {}, never)
  bench.worker().loads()
  await Promise.all([loaded, joined, bench.engine.load(nano, {}, never)])
  expect(bench.worker().told.map(({ type }) => type)).toEqual(['model-load'])
})

test('a context that the model does not have is the nearest that it has', async () => {
  const bench = createClientBench()
  void bench.engine.load(nano, { contextTokens: 32_768 }, never)
  await turnsOfTheLoop()
  expect(bench.worker().told).toMatchObject([{ contextTokens: 2048 }])
})

test('what is missing of a model is fetched first, and its states are shown', async () => {
  const slow = createSlowDisk()
  const bench = createClientBench(undefined, { disk: slow.disk })
  const loaded = bench.engine.load(qwen, {}, never)
  await turnsOfTheLoop()
  const model = qwen
  slow.tell({ status: 'queued', model })
  slow.tell({ status: 'downloading', model, bytes: 1, total: 4, bytesPerSecond: 2, secondsLeft: 9 })
  slow.tell({
    status: 'downloading',
    model: 'other',
    bytes: 3,
    total: 4,
    bytesPerSecond: 2,
    secondsLeft: 9,
  })
  slow.tell({ status: 'verifying', model, bytes: 3, total: 4 })
  slow.settle({ kind: 'here', files: filesOf(model) })
  await turnsOfTheLoop()
  const id = bench.worker().idOf('model-load')
  bench.worker().send({ type: 'load-progress', id, phase: 'uploading', fraction: 0.5 })
  bench.worker().send({ type: 'load-progress', id, phase: 'compiling', fraction: 0.5 })
  bench.worker().loads()
  await loaded
  expect(bench.states).toEqual([
    { status: 'checking' },
    { status: 'downloading', model, bytes: 1, total: 4, bytesPerSecond: 2 },
    { status: 'verifying', model, fraction: 0.75 },
    { status: 'uploading', model, fraction: 0 },
    { status: 'uploading', model, fraction: 0.5 },
    { status: 'compiling', model, fraction: 0.5 },
    { status: 'ready', model, facts: loadedFacts },
  ])
  expect(slow.listeners.size).toBe(0)
})

test('the worker is told where the files lie', async () => {
  const bench = createClientBench()
  await bench.loadNano()
  const { weightsUrl, libraryUrl } = filesOf(nano)
  expect(bench.worker().told).toMatchObject([{ sources: { weightsUrl, libraryUrl } }])
})

test('a download that fails is the load’s failure', async () => {
  const slow = createSlowDisk()
  const bench = createClientBench(undefined, { disk: slow.disk })
  const loaded = bench.engine.load(qwen, {}, never)
  await turnsOfTheLoop()
  const error: EngineError = { kind: 'quota', detail: '5 needed, 3 free' }
  slow.settle({ kind: 'failed', error })
  await loaded
  expect(bench.engine.getState()).toEqual({ status: 'failed', model: qwen, error })
})

test('aborting a load pauses its download', async () => {
  const slow = createSlowDisk()
  const bench = createClientBench(undefined, { disk: slow.disk })
  const abort = new AbortController()
  const loaded = bench.engine.load(qwen, {}, abort.signal)
  await turnsOfTheLoop()
  abort.abort()
  await loaded
  expect(slow.isStopped()).toBe(true)
  expect(bench.engine.getState()).toEqual({ status: 'idle' })
})

test('while another model is fetched the one before goes on writing, and stays when that is aborted', async () => {
  const slow = createSlowDisk()
  const bench = createClientBench(undefined, { disk: slow.disk })
  await bench.loadNano()
  const worker = bench.worker()
  const reply = readReply(bench.engine.generate(createSegment(), never))
  await turnsOfTheLoop()
  const abort = new AbortController()
  const loaded = bench.engine.load(qwen, {}, abort.signal)
  await turnsOfTheLoop()
  worker.send({ type: 'turn-event', id: worker.idOf('turn-start'), event: tokensEvent('4') })
  abort.abort()
  await loaded
  expect(bench.engine.getState()).toMatchObject({ status: 'generating', model: nano })
  worker.send({ type: 'turn-event', id: worker.idOf('turn-start'), event: endEvent })
  await reply.ended
  expect(reply.read).toEqual([tokensEvent('4'), endEvent])
  expect(bench.engine.getState()).toMatchObject({ status: 'ready', model: nano })
  expect(bench.workers).toEqual([worker])
})

test('a worker that dies while another model is fetched does not end that', async () => {
  const slow = createSlowDisk()
  const bench = createClientBench(undefined, { disk: slow.disk })
  await bench.loadNano()
  const loaded = bench.engine.load(qwen, {}, never)
  await turnsOfTheLoop()
  bench.worker().breaks('error', { message: 'unreachable' })
  expect(slow.isStopped()).toBe(false)
  slow.settle({ kind: 'here', files: filesOf(qwen) })
  await turnsOfTheLoop()
  bench.worker().loads()
  await loaded
  expect(bench.engine.getState()).toMatchObject({ status: 'ready', model: qwen })
})

test('a load that fails leaves no half model on the device: its worker ends', async () => {
  const bench = createClientBench()
  const loaded = bench.engine.load(nano, {}, never)
  await turnsOfTheLoop()
  const worker = bench.worker()
  const error = { kind: 'library-mismatch', detail: 'RoPE base' } as const
  worker.send({ type: 'request-failed', id: worker.idOf('model-load'), error })
  await loaded
  expect(worker.isTerminated).toBe(true)
  expect(bench.engine.getState()).toEqual({ status: 'failed', model: nano, error })
})

test('a device that does not let go is taken away with its worker', async () => {
  const timers: (() => void)[] = []
  const bench = createClientBench(undefined, {
    setTimer(run, ms) {
      if (ms === 5_000) timers.push(run)
      return () => undefined
    },
  })
  await bench.loadNano()
  const unloaded = bench.engine.unload()
  timers.at(-1)?.()
  await unloaded
  expect(bench.worker().isTerminated).toBe(true)
  expect(bench.engine.getState()).toEqual({ status: 'idle' })
})

const suggestions: readonly Suggestion[] = [
  { kind: 'less-context', model: nano, contextTokens: 1024 },
]

test.each(['out-of-memory', 'device-lost'] as const)(
  'after %s in a load the ways on follow the failure',
  async (kind) => {
    const asked: unknown[] = []
    const bench = createClientBench(undefined, {
      suggest: (record, contextTokens) => {
        asked.push([record.id, contextTokens])
        return Promise.resolve(suggestions)
      },
    })
    const loaded = bench.engine.load(nano, {}, never)
    await turnsOfTheLoop()
    bench.worker().send({ type: 'device-lost', kind, detail: 'no room' })
    await loaded
    await turnsOfTheLoop()
    expect(asked).toEqual([[nano, 2048]])
    expect(bench.states.slice(-2)).toEqual([
      { status: 'failed', model: nano, error: { kind, detail: 'no room' } },
      { status: 'failed', model: nano, error: { kind, detail: 'no room', suggestions } },
    ])
  },
)

test('after running out of memory in a turn what came is kept, and the ways on are there', async () => {
  const bench = createClientBench(undefined, { suggest: () => Promise.resolve(suggestions) })
  await bench.loadNano()
  const reply = readReply(bench.engine.generate(createSegment(), never))
  await turnsOfTheLoop()
  const worker = bench.worker()
  worker.send({ type: 'turn-event', id: worker.idOf('turn-start'), event: tokensEvent('4') })
  worker.send({ type: 'device-lost', kind: 'out-of-memory', detail: 'no room' })
  await reply.ended
  await turnsOfTheLoop()
  const error = { kind: 'out-of-memory', detail: 'no room' }
  expect(reply.read).toEqual([tokensEvent('4'), { type: 'error', error }])
  expect(bench.engine.getState()).toMatchObject({ error: { ...error, suggestions } })
})

test('ways on that come too late are not shown', async () => {
  let answer: (found: readonly Suggestion[]) => void = () => undefined
  const bench = createClientBench(undefined, {
    suggest: () =>
      new Promise((resolve) => {
        answer = resolve
      }),
  })
  await bench.loadNano()
  bench.worker().send({ type: 'device-lost', kind: 'device-lost', detail: 'reset' })
  await bench.loadNano()
  answer(suggestions)
  await turnsOfTheLoop()
  expect(bench.engine.getState().status).toBe('ready')
})

test('a failure that less memory would not help has no such ways on', async () => {
  const bench = createClientBench(
    { kind: 'no-webgpu', detail: 'none' },
    { suggest: () => Promise.reject(new Error('nobody asks')) },
  )
  await bench.engine.load(nano, {}, never)
  await turnsOfTheLoop()
  expect(bench.engine.getState()).toMatchObject({ error: { kind: 'no-webgpu' } })
})

test('the prompt of another model’s answer is shown without loading that model', async () => {
  const bench = createClientBench()
  await bench.loadNano()
  const prompt = await bench.engine.renderPrompt(createSegment({ model: qwen }))
  expect(prompt).toEqual({
    text: '<|im_start|>user\nWhat is 2 + 2?<|im_end|>\n<|im_start|>assistant\n',
    tokens: [],
  })
  expect(bench.worker().told).toHaveLength(1)
})
