import type { Locks } from '../lib/locks.ts'
import type { MessageId } from './message.ts'

/** Which window writes an answer: one at a time, of all tabs of this app. A tab that dies lets go. */
export interface WritingLocks {
  /** Take the answer for this window; false while another tab has it. */
  claim(id: MessageId): Promise<boolean>
  release(id: MessageId): void
  isTakenElsewhere(id: MessageId): Promise<boolean>
  /** Settles once no other tab writes the answer; it is this window's then. */
  waitFor(id: MessageId): Promise<void>
}

interface Claim {
  readonly granted: Promise<boolean>
  /** When the browser has taken the lock back. */
  readonly ended: Promise<void>
  readonly end: () => void
  /** Asked for without waiting: it is given at once or not at all. */
  readonly ifAvailable: boolean
  state: 'waiting' | 'held' | 'ending'
}

/** Without Web Locks (an insecure page) every window believes that it is alone. */
export function createWritingLocks(locks: Locks | undefined): WritingLocks {
  const claims = new Map<MessageId, Claim>()

  function begin(id: MessageId, manager: Locks, ifAvailable: boolean): Claim {
    const [granted, grant] = createPromise<boolean>()
    const [ending, end] = createPromise<void>()
    // This window's own lock, let go a moment ago, is no other tab's.
    const before = claims.get(id)?.ended ?? Promise.resolve()
    const hold = (lock: unknown): Promise<void> => {
      if (claim.state === 'waiting') claim.state = lock === null ? 'ending' : 'held'
      grant(lock !== null)
      return lock === null ? Promise.resolve() : ending
    }
    const ended = before
      .then(() => manager.request(nameOf(id), { ifAvailable }, hold))
      // A browser that refuses locks here must not keep anybody from going on.
      .catch(() => grant(true))
      .finally(() => {
        if (claims.get(id) === claim) claims.delete(id)
      })
    const claim: Claim = { granted, ended, end, ifAvailable, state: 'waiting' }
    claims.set(id, claim)
    return claim
  }

  function request(id: MessageId, ifAvailable: boolean): Promise<boolean> {
    if (locks === undefined) return Promise.resolve(true)
    const known = claims.get(id)
    const claim =
      known === undefined || known.state === 'ending' ? begin(id, locks, ifAvailable) : known
    return claim.granted
  }

  return {
    async claim(id) {
      const known = claims.get(id)
      // In the line for it already, behind another tab.
      if (known?.state === 'waiting' && !known.ifAvailable) return false
      return request(id, true)
    },
    release(id) {
      const claim = claims.get(id)
      if (claim === undefined) return
      claim.state = 'ending'
      claim.end()
    },
    async isTakenElsewhere(id) {
      if (locks === undefined || claims.get(id)?.state === 'held') return false
      const { held = [] } = await locks.query()
      return held.some(({ name }) => name === nameOf(id))
    },
    async waitFor(id) {
      // Somebody here may have asked whether it is free a moment before, and is told that it is not.
      while (!(await request(id, false)));
    },
  }
}

function createPromise<T>(): [promise: Promise<T>, resolve: (value: T) => void] {
  let settle: (value: T) => void = () => undefined
  const promise = new Promise<T>((resolve) => {
    settle = resolve
  })
  return [promise, settle]
}

const nameOf = (id: MessageId): string => `ponder/answer/${id}`
