import type { EngineError, EngineEvent } from './engine.ts'
import { EngineFailed } from './engineFailed.ts'
import { createEventQueue, type EventQueue } from './eventQueue.ts'
import type { JournalFailure } from './journal.ts'
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

/** No token for so long means that the device hangs; reading a prompt may take longer. */
const tokenPatienceMs = 30_000
const prefillPatienceMs = 180_000
/** A device that does not go in so long is taken away with its worker. */
const unloadPatienceMs = 5_000

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

export function createWorkerLink(deps: WorkerLinkDeps): WorkerLink {
  const pending = new Map<number, Pending>()
  const turns = new Map<number, Turn>()
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
    for (const { failed } of pending.values()) failed(error)
    pending.clear()
    for (const { queue, watchdog } of turns.values()) {
      watchdog.stop()
      queue.end({ type: 'error', error })
    }
    turns.clear()
  }

  function breakDown(error: EngineError): void {
    drop(error)
    deps.onBreak(error)
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
        return breakDown({ kind: message.kind, detail: message.detail })
      case 'load-progress':
        return deps.onProgress(message)
      case 'journal-state':
        return deps.onJournal?.(message.failure)
      case 'turn-event':
        return receiveTurn(message.id, message.event)
      case 'request-failed': {
        endTurn(message.id, { type: 'error', error: message.error })
        pending.get(message.id)?.failed(message.error)
        pending.delete(message.id)
        return
      }
      case 'model-loaded':
      case 'request-done':
      case 'prompt-rendered':
      case 'tokens-counted':
        pending.get(message.id)?.done(message)
        pending.delete(message.id)
    }
  }

  function receiveTurn(id: number, event: EngineEvent): void {
    if (event.type === 'end' || event.type === 'error') return endTurn(id, event)
    const turn = turns.get(id)
    if (turn === undefined) return
    turn.patienceMs = event.type === 'tokens' ? tokenPatienceMs : prefillPatienceMs
    turn.watchdog.feed(turn.patienceMs)
    turn.queue.push(event)
  }

  function endTurn(id: number, last: EngineEvent): void {
    const turn = turns.get(id)
    if (turn === undefined) return
    turn.watchdog.stop()
    turns.delete(id)
    if (turns.size === 0) deps.onCalm()
    turn.queue.end(last)
  }

  /** `onSilence` ends what waits, one way or another. */
  function send(
    make: (id: number) => ToWorker,
    patienceMs: number,
    onSilence: () => void,
  ): Promise<FromWorker> {
    const id = nextId++
    return new Promise((resolve, reject) => {
      const watchdog = createWatchdog(deps.setTimer, onSilence)
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
    isWriting: () => turns.size > 0,
    request: (make, patienceMs) =>
      send(make, patienceMs, () =>
        breakDown({ kind: 'hang', detail: `No answer for ${patienceMs / 1000} s.` }),
      ),

    async *runTurn(make, signal) {
      const id = nextId++
      const queue = createEventQueue<EngineEvent>()
      const watchdog = createWatchdog(deps.setTimer, () =>
        breakDown({ kind: 'hang', detail: 'No token came for a long time.' }),
      )
      turns.set(id, { queue, watchdog, patienceMs: prefillPatienceMs })
      watchdog.feed(prefillPatienceMs)
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
