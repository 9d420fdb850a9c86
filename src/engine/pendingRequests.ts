import type { EngineError } from './engine.ts'
import { EngineFailed } from './engineFailed.ts'
import type { FromWorker } from './protocol.ts'
import { createWatchdog } from './watchdog.ts'

/** Requests to the worker that wait for their one answer. */
export interface PendingRequests {
  /** Waits for an answer; rejects with EngineFailed. `onSilence` ends what waits, one way or another. */
  add(id: number, patienceMs: number, onSilence: () => void): Promise<FromWorker>
  answer(id: number, message: FromWorker): void
  fail(id: number, error: EngineError): void
  failAll(error: EngineError): void
  /** The worker lives: all wait anew. */
  feedAll(): void
}

interface Pending {
  readonly feed: () => void
  readonly done: (message: FromWorker) => void
  readonly failed: (error: EngineError) => void
}

export function createPendingRequests(
  setTimer: (run: () => void, ms: number) => () => void,
): PendingRequests {
  const pending = new Map<number, Pending>()

  return {
    add: (id, patienceMs, onSilence) =>
      new Promise((resolve, reject) => {
        const watchdog = createWatchdog(setTimer, onSilence)
        const feed = (): void => watchdog.feed(patienceMs)
        feed()
        pending.set(id, {
          feed,
          done(message) {
            watchdog.stop()
            resolve(message)
          },
          failed(error) {
            watchdog.stop()
            reject(new EngineFailed(error))
          },
        })
      }),
    answer(id, message) {
      pending.get(id)?.done(message)
      pending.delete(id)
    },
    fail(id, error) {
      pending.get(id)?.failed(error)
      pending.delete(id)
    },
    failAll(error) {
      for (const { failed } of pending.values()) failed(error)
      pending.clear()
    },
    feedAll() {
      for (const { feed } of pending.values()) feed()
    },
  }
}
