export interface Watchdog {
  /** All is well; bark only after this long without another call. */
  feed(patienceMs: number): void
  stop(): void
}

/** Calls `bark` when it is not fed in time. Timers are handed in. */
export function createWatchdog(
  setTimer: (run: () => void, ms: number) => () => void,
  bark: () => void,
): Watchdog {
  let cancel: (() => void) | undefined
  return {
    feed(patienceMs) {
      cancel?.()
      cancel = setTimer(bark, patienceMs)
    },
    stop() {
      cancel?.()
      cancel = undefined
    },
  }
}
