import type {
  Engine,
  EngineError,
  EngineEvent,
  EngineState,
  ModelId,
  RenderedPrompt,
  Segment,
} from './engine.ts'
import { createEventQueue, type EventQueue } from './eventQueue.ts'
import { findModel, type ModelRecord } from './models.ts'
import type { FromWorker, ToWorker } from './protocol.ts'
import { readFromWorker } from './readFromWorker.ts'
import { createWatchdog, type Watchdog } from './watchdog.ts'

/** The part of a Worker that is used. */
export interface WorkerLike {
  postMessage(message: ToWorker): void
  terminate(): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'error' | 'messageerror', listener: (event: unknown) => void): void
}

export interface EngineClientDeps {
  readonly startWorker: () => WorkerLike
  /** Why this device cannot run a model, asked before each load. */
  readonly findObstacle: (record: ModelRecord) => Promise<EngineError | undefined>
  /** Address that a record's paths are relative to. */
  readonly base: string
  readonly setTimer: (run: () => void, ms: number) => () => void
}

/** No token for so long means that the device hangs; reading a prompt and loading may take longer. */
const tokenPatienceMs = 30_000
const prefillPatienceMs = 180_000
const loadPatienceMs = 300_000

interface Pending {
  readonly feed: () => void
  readonly done: (message: FromWorker) => void
  readonly failed: (error: EngineError) => void
}

interface Turn {
  readonly queue: EventQueue<EngineEvent>
  readonly watchdog: Watchdog
  patienceMs: number
}

class EngineFailed extends Error {
  readonly error: EngineError
  constructor(error: EngineError) {
    super(`${error.kind}: ${error.detail}`)
    this.error = error
  }
}

/** The engine as the window sees it: one worker, replaced when it breaks, and its model loaded again. */
export function createEngineClient(deps: EngineClientDeps): Engine {
  const listeners = new Set<(state: EngineState) => void>()
  const pending = new Map<number, Pending>()
  const turns = new Map<number, Turn>()
  let state: EngineState = { status: 'idle' }
  let worker: WorkerLike | undefined
  let loadedModel: ModelId | undefined
  let loading: { readonly model: ModelId; readonly promise: Promise<void> } | undefined
  let nextId = 1

  function setState(next: EngineState): void {
    state = next
    for (const listener of listeners) listener(next)
  }

  function ensureWorker(): WorkerLike {
    if (worker !== undefined) return worker
    const started = deps.startWorker()
    worker = started
    started.addEventListener('message', ({ data }) => {
      if (worker !== started) return
      const message = readFromWorker(data)
      if (message === undefined)
        breakDown({ kind: 'crash', detail: 'The worker’s words make no sense.' })
      else receive(message)
    })
    const onBreak = (event: unknown): void => {
      if (worker === started) breakDown({ kind: 'crash', detail: describeEvent(event) })
    }
    started.addEventListener('error', onBreak)
    started.addEventListener('messageerror', onBreak)
    return started
  }

  /** Everything that waits for the worker ends in words, and the next call starts another. */
  function dropWorker(error: EngineError): void {
    worker?.terminate()
    worker = undefined
    loadedModel = undefined
    loading = undefined
    for (const { failed } of pending.values()) failed(error)
    pending.clear()
    for (const { queue, watchdog } of turns.values()) {
      watchdog.stop()
      queue.end({ type: 'error', error })
    }
    turns.clear()
  }

  function breakDown(error: EngineError): void {
    const model = loadedModel ?? loading?.model
    dropWorker(error)
    setState({ status: 'failed', model, error })
  }

  /** Any word of the worker's shows that it lives: what is queued behind a long reply waits anew. */
  function feedAll(): void {
    for (const { feed } of pending.values()) feed()
    for (const { watchdog, patienceMs } of turns.values()) watchdog.feed(patienceMs)
  }

  function receive(message: FromWorker): void {
    feedAll()
    switch (message.type) {
      case 'device-lost':
        return breakDown({ kind: 'device-lost', detail: message.detail })
      case 'load-progress':
        if (loading !== undefined) setState(progressState(loading.model, message))
        return
      case 'turn-event':
        return receiveTurn(message.id, message.event)
      case 'request-failed': {
        turns.get(message.id)?.watchdog.stop()
        turns.get(message.id)?.queue.end({ type: 'error', error: message.error })
        turns.delete(message.id)
        settleTurns()
        pending.get(message.id)?.failed(message.error)
        pending.delete(message.id)
        return
      }
      case 'request-done':
      case 'prompt-rendered':
      case 'tokens-counted':
        pending.get(message.id)?.done(message)
        pending.delete(message.id)
    }
  }

  function receiveTurn(id: number, event: EngineEvent): void {
    const turn = turns.get(id)
    if (turn === undefined) return
    if (event.type === 'end' || event.type === 'error') {
      turn.watchdog.stop()
      turns.delete(id)
      settleTurns()
      turn.queue.end(event)
      return
    }
    turn.patienceMs = event.type === 'tokens' ? tokenPatienceMs : prefillPatienceMs
    turn.watchdog.feed(turn.patienceMs)
    turn.queue.push(event)
  }

  function settleTurns(): void {
    if (turns.size === 0 && state.status === 'generating')
      setState({ status: 'ready', model: state.model })
  }

  /** Send a request and wait for its answer; a broken worker rejects with EngineFailed. */
  function request(make: (id: number) => ToWorker, patienceMs: number): Promise<FromWorker> {
    const id = nextId++
    return new Promise((resolve, reject) => {
      const watchdog = createWatchdog(deps.setTimer, () =>
        breakDown({ kind: 'hang', detail: `No answer for ${patienceMs / 1000} s.` }),
      )
      const feed = (): void => watchdog.feed(patienceMs)
      feed()
      pending.set(id, {
        feed,
        done: (message) => {
          watchdog.stop()
          resolve(message)
        },
        failed: (error) => {
          watchdog.stop()
          reject(new EngineFailed(error))
        },
      })
      ensureWorker().postMessage(make(id))
    })
  }

  /** `isCurrent` turns false when the load was aborted or another took its place. */
  async function loadModel(model: ModelId, isCurrent: () => boolean): Promise<void> {
    const record = findModel(model)
    if (record === undefined) {
      setState({ status: 'failed', model, error: { kind: 'crash', detail: `No model ${model}.` } })
      return
    }
    setState({ status: 'checking' })
    const obstacle = await deps.findObstacle(record)
    if (!isCurrent()) return
    if (obstacle !== undefined) {
      setState({ status: 'failed', model, error: obstacle })
      return
    }
    setState({ status: 'uploading', model, fraction: 0 })
    loadedModel = undefined
    try {
      await request((id) => ({ type: 'model-load', id, record, base: deps.base }), loadPatienceMs)
      if (!isCurrent()) return
      loadedModel = model
      setState({ status: 'ready', model })
    } catch (thrown) {
      if (!(thrown instanceof EngineFailed)) throw thrown
      if (isCurrent()) setState({ status: 'failed', model, error: thrown.error })
    }
  }

  function load(model: ModelId, signal: AbortSignal): Promise<void> {
    if (loadedModel === model) return Promise.resolve()
    if (loading?.model === model) return loading.promise
    const attempt = { model, promise: Promise.resolve() }
    const isCurrent = (): boolean => loading === attempt
    // The one abort of a load that WebLLM always obeys is the end of its worker.
    const abort = (): void => {
      if (!isCurrent()) return
      dropWorker({ kind: 'crash', detail: 'Loading was stopped.' })
      setState({ status: 'idle' })
    }
    loading = attempt
    signal.addEventListener('abort', abort, { once: true })
    attempt.promise = loadModel(model, isCurrent).finally(() => {
      signal.removeEventListener('abort', abort)
      if (isCurrent()) loading = undefined
    })
    return attempt.promise
  }

  /** Load the model if it is not; answers why it could not be. */
  async function ensureModel(model: ModelId): Promise<EngineError | undefined> {
    if (loadedModel !== model) await load(model, new AbortController().signal)
    if (loadedModel === model) return undefined
    return state.status === 'failed'
      ? state.error
      : { kind: 'crash', detail: 'The model is not loaded.' }
  }

  async function* generate(segment: Segment, signal: AbortSignal): AsyncGenerator<EngineEvent> {
    const obstacle = await ensureModel(segment.model)
    if (signal.aborted) {
      yield { type: 'end', finish: 'stopped', usage: noUsage }
      return
    }
    if (obstacle !== undefined) {
      yield { type: 'error', error: obstacle }
      return
    }
    const id = nextId++
    const queue = createEventQueue<EngineEvent>()
    const watchdog = createWatchdog(deps.setTimer, () =>
      breakDown({ kind: 'hang', detail: 'No token came for a long time.' }),
    )
    turns.set(id, { queue, watchdog, patienceMs: prefillPatienceMs })
    watchdog.feed(prefillPatienceMs)
    setState({ status: 'generating', model: segment.model })
    const stop = (): void => worker?.postMessage({ type: 'turn-stop', id })
    signal.addEventListener('abort', stop, { once: true })
    ensureWorker().postMessage({ type: 'turn-start', id, segment })
    try {
      yield* queue
    } finally {
      signal.removeEventListener('abort', stop)
      if (turns.has(id)) stop()
    }
  }

  async function ask<Kind extends FromWorker['type']>(
    model: ModelId,
    make: (id: number) => ToWorker,
    kind: Kind,
  ): Promise<FromWorker & { readonly type: Kind }> {
    const obstacle = await ensureModel(model)
    if (obstacle !== undefined) throw new EngineFailed(obstacle)
    const answer = await request(make, prefillPatienceMs)
    if (!isKind(answer, kind)) throw new Error(`The worker answered ${answer.type}.`)
    return answer
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    load,
    async unload() {
      const holder = worker
      if (holder === undefined) return
      // At once: what is asked from here on loads the model anew.
      loadedModel = undefined
      try {
        await request((id) => ({ type: 'model-unload', id }), loadPatienceMs)
      } catch (thrown) {
        if (!(thrown instanceof EngineFailed)) throw thrown
        // A worker that cannot let go of its model is ended, which frees the memory all the same.
        if (worker === holder && loading === undefined) dropWorker(thrown.error)
      }
      if (loading === undefined) setState({ status: 'idle' })
    },
    generate,
    async renderPrompt(segment): Promise<RenderedPrompt> {
      const make = (id: number): ToWorker => ({ type: 'prompt-render', id, segment })
      return (await ask(segment.model, make, 'prompt-rendered')).prompt
    },
    async countTokens(model, texts) {
      const make = (id: number): ToWorker => ({ type: 'tokens-count', id, model, texts })
      return (await ask(model, make, 'tokens-counted')).counts
    },
  }
}

const noUsage = { promptTokens: 0, completionTokens: 0, prefillMs: 0, decodeMs: 0 }

const isKind = <Kind extends FromWorker['type']>(
  message: FromWorker,
  kind: Kind,
): message is FromWorker & { readonly type: Kind } => message.type === kind

function progressState(
  model: ModelId,
  { phase, fraction }: FromWorker & { type: 'load-progress' },
): EngineState {
  return phase === 'downloading'
    ? { status: 'downloading', model, bytes: fraction, total: 1, bytesPerSecond: 0 }
    : { status: phase, model, fraction }
}

function describeEvent(event: unknown): string {
  const message = (event as { message?: unknown }).message
  return typeof message === 'string' && message !== '' ? message : 'The worker stopped.'
}
