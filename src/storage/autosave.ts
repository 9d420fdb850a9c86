import { silence } from './patience.ts'
import { toStorageFailure, type StorageFailure } from './storageFailure.ts'

export type SavingState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  /** What is stored could not be read, so nothing is written over it: what is typed now is not kept. */
  | { readonly kind: 'unread'; readonly failure: StorageFailure }
  /** Nothing is lost from memory; it is tried again by itself, on leaving, and when asked. */
  | { readonly kind: 'failed'; readonly failure: StorageFailure }

export interface AutosaveDeps {
  /** Write what differs from disk now; false if nothing does. */
  readonly write: () => Promise<boolean>
  readonly onState: (state: SavingState) => void
  readonly now: () => number
  /** Run later; the answer cancels it. */
  readonly setTimer: (run: () => void, ms: number) => () => void
}

export interface Autosave {
  /** Something changed: write it now, or soon if a write was just begun. */
  changed(): void
  /** Write at once; settles when all that was there at the call is on disk, or failed, or hangs. */
  flush(): Promise<void>
  stop(): void
}

const writeEveryMs = 500
const retryAfterMs = 10_000
/** A write that takes longer is told; it may still end well. */
const patienceMs = 5000

/** When to write: never two writes at once, one each half second at most, again after a failure. */
export function createAutosave({ write, onState, now, setTimer }: AutosaveDeps): Autosave {
  let lastStart = -Infinity
  let isDirty = false
  let hasFailed = false
  let writing: Promise<void> | null = null
  let flushing: Promise<void> | null = null
  let cancelTimer: (() => void) | null = null
  let isHanging = false
  const waiting = new Set<() => void>()

  function schedule(): void {
    if (writing !== null) return
    const wait = lastStart + (hasFailed ? retryAfterMs : writeEveryMs) - now()
    // Asked of the clock and not only of the timer: a hidden page's timers may sleep for a minute.
    if (wait <= 0) void run()
    else cancelTimer ??= setTimer(() => void run(), wait)
  }

  function run(): Promise<void> {
    cancelTimer?.()
    cancelTimer = null
    lastStart = now()
    isDirty = false
    writing = attempt().finally(() => {
      writing = null
      if (isDirty) schedule()
    })
    return writing
  }

  async function attempt(): Promise<void> {
    // No second write is begun beside one that hangs: it might end first, and the older one win.
    const endPatience = setTimer(() => {
      onState({ kind: 'failed', failure: toStorageFailure(silence()) })
      isHanging = true
      for (const stopWaiting of waiting) stopWaiting()
    }, patienceMs)
    try {
      const pending = write()
      onState({ kind: 'saving' })
      await pending
      hasFailed = false
      onState({ kind: 'saved' })
    } catch (error) {
      hasFailed = true
      isDirty = true
      onState({ kind: 'failed', failure: toStorageFailure(error) })
    } finally {
      endPatience()
      isHanging = false
    }
  }

  /** Those who flush during a write share the next one; that looks again, as a change may have begun it. */
  function flushAll(): Promise<void> {
    if (flushing !== null) return flushing
    if (writing === null) return run()
    flushing = writing.then(() => {
      flushing = null
      return flushAll()
    })
    return flushing
  }

  async function flush(): Promise<void> {
    if (isHanging) return
    let giveUp = (): void => undefined
    const hang = new Promise<void>((resolve) => {
      giveUp = resolve
    })
    waiting.add(giveUp)
    await Promise.race([flushAll(), hang]).finally(() => waiting.delete(giveUp))
  }

  return {
    changed() {
      isDirty = true
      schedule()
    },
    flush,
    stop() {
      cancelTimer?.()
      cancelTimer = null
    },
  }
}
