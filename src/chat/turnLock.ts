import { holdLock, isHeld, type Locks } from '../lib/locks.ts'

/** One turn at a time in all tabs, first come first served; a tab that dies is passed over. */
export interface TurnLock {
  /** `onWait` is called when another tab has the turn. */
  take(onWait: () => void): { readonly granted: Promise<unknown>; readonly release: () => void }
}

const turnLock = 'ponder/turn'

/** Without Web Locks every window believes that it is alone. */
export function createTurnLock(locks: Locks | undefined): TurnLock | undefined {
  if (locks === undefined) return undefined
  return {
    take(onWait) {
      const { granted, release } = holdLock(locks, turnLock)
      void tellIfTaken(locks, granted, onWait)
      return { granted, release }
    },
  }
}

async function tellIfTaken(
  locks: Locks,
  granted: Promise<unknown>,
  onWait: () => void,
): Promise<void> {
  const first = await Promise.race([granted.then(() => 'mine'), isHeld(locks, turnLock)])
  if (first === true) onWait()
}
