import type { EngineError, EngineEvent } from './engine.ts'
import type { JournalFailure } from './journal.ts'
import { createPendingRequests } from './pendingRequests.ts'
import type { FromWorker, ToWorker } from './protocol.ts'
import { readFromWorker } from './readFromWorker.ts'
import { createRunningTurns } from './runningTurns.ts'

/** The part of a Worker that is used. */
export interface WorkerLike {
  postMessage(message: ToWorker): void
  terminate(): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'error' | 'messageerror', listener: (event: unknown) => void): void
}

export interface WorkerLinkDeps {
  readonly startWorker: () => WorkerLike
  readonly setTimer: (run: () => void, ms: number) => () => void
  /** The worker or its device broke, or fell silent; it is gone, and so is what waited for it. */
  readonly onBreak: (error: EngineError) => void
  readonly onProgress: (message: FromWorker & { type: 'load-progress' }) => void
  /** Tokens are told without being on the disk; null once they are again. */
  readonly onJournal?: ((failure: JournalFailure | null) => void) | undefined
  /** The last running turn has ended. */
  readonly onCalm: () => void
}

/** The line to one worker: started when it is needed, replaced when it breaks, never left without words. */
export interface WorkerLink {
  /** Send a request and wait for its answer; rejects with EngineFailed. */
  request(make: (id: number) => ToWorker, patienceMs: number): Promise<FromWorker>
  /** Start a turn; its events end by themselves, whatever becomes of the worker. */
  runTurn(make: (id: number) => ToWorker, signal: AbortSignal): AsyncIterable<EngineEvent>
  /** End the worker now; everything that waits for it ends with this error. */
  drop(error: EngineError): void
  /** Start the worker ahead of its first request: its code is megabytes. */
  start(): void
  /** Let the worker end what it does and free its device, then end it; at once where it is silent. */
  release(): Promise<void>
  /** Settles when no worker is being released. */
  whenReleased(): Promise<void>
  /** Whether a turn is running. */
  isWriting(): boolean
}

/** A device that does not go in so long is taken away with its worker. */
const unloadPatienceMs = 5_000

export function createWorkerLink(deps: WorkerLinkDeps): WorkerLink {
  const pending = createPendingRequests(deps.setTimer)
  const turns = createRunningTurns(deps.setTimer, () => deps.onCalm())
  let worker: WorkerLike | undefined
  let leaving: Promise<void> | undefined
  let nextId = 1

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

  function drop(error: EngineError): void {
    worker?.terminate()
    worker = undefined
    pending.failAll(error)
    turns.endAll(error)
  }

  function breakDown(error: EngineError): void {
    drop(error)
    deps.onBreak(error)
  }

  function receive(message: FromWorker): void {
    // Any word of the worker's shows that it lives: what is queued behind a long reply waits anew.
    pending.feedAll()
    turns.feedAll()
    switch (message.type) {
      case 'device-lost':
        return breakDown({ kind: message.kind, detail: message.detail })
      case 'load-progress':
        return deps.onProgress(message)
      case 'journal-state':
        return deps.onJournal?.(message.failure)
      case 'turn-event':
        return turns.receive(message.id, message.event)
      case 'request-failed':
        turns.end(message.id, { type: 'error', error: message.error })
        return pending.fail(message.id, message.error)
      case 'model-loaded':
      case 'request-done':
      case 'prompt-rendered':
      case 'prompt-measured':
      case 'tokens-counted':
        pending.answer(message.id, message)
    }
  }

  /** `onSilence` ends what waits, one way or another. */
  function send(
    make: (id: number) => ToWorker,
    patienceMs: number,
    onSilence: () => void,
  ): Promise<FromWorker> {
    const id = nextId++
    const answered = pending.add(id, patienceMs, onSilence)
    ensureWorker().postMessage(make(id))
    return answered
  }

  async function leave(): Promise<void> {
    const isUnloaded = send(
      (id) => ({ type: 'model-unload', id }),
      unloadPatienceMs,
      () => drop(released),
    )
    await isUnloaded.catch(() => undefined)
    drop(released)
  }

  return {
    drop,
    start: () => void ensureWorker(),
    whenReleased: () => leaving ?? Promise.resolve(),
    isWriting: () => turns.isAny(),
    request: (make, patienceMs) =>
      send(make, patienceMs, () =>
        breakDown({ kind: 'hang', detail: `No answer for ${patienceMs / 1000} s.` }),
      ),

    async *runTurn(make, signal) {
      const id = nextId++
      const queue = turns.open(id, () =>
        breakDown({ kind: 'hang', detail: 'No token came for a long time.' }),
      )
      const stop = (): void => worker?.postMessage({ type: 'turn-stop', id })
      signal.addEventListener('abort', stop, { once: true })
      ensureWorker().postMessage(make(id))
      try {
        yield* queue
      } finally {
        signal.removeEventListener('abort', stop)
        if (turns.has(id)) stop()
      }
    },

    async release() {
      if (worker === undefined) return
      leaving ??= leave().finally(() => {
        leaving = undefined
      })
      await leaving
    },
  }
}

const released: EngineError = { kind: 'crash', detail: 'The model was unloaded.' }

function describeEvent(event: unknown): string {
  const message = (event as { message?: unknown }).message
  return typeof message === 'string' && message !== '' ? message : 'The worker stopped.'
}
