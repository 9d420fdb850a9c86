/** The part of the browser's Web Locks that is used. A tab that dies lets go of its own. */
export interface Locks {
  request<T>(
    name: string,
    options: { readonly ifAvailable?: boolean },
    run: (lock: unknown) => Promise<T>,
  ): Promise<T>
  query(): Promise<{ readonly held?: readonly { readonly name?: string }[] }>
}

/** A lock that was asked for, until it is let go. */
export interface HeldLock {
  /** Whether it was given; with `ifAvailable` false where somebody else has it. */
  readonly granted: Promise<boolean>
  /** Also before it is given: then it is given back at once. */
  readonly release: () => void
}

/** Hold a lock for as long as one likes; the browser gives it to those who wait in their order. */
export function holdLock(
  locks: Pick<Locks, 'request'>,
  name: string,
  options: { readonly ifAvailable?: boolean } = {},
): HeldLock {
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const granted = new Promise<boolean>((resolve) => {
    void locks
      .request(name, options, (lock) => {
        resolve(lock !== null)
        return lock === null ? Promise.resolve() : released
      })
      // A browser that refuses locks here must not keep anybody from going on.
      .catch(() => resolve(true))
  })
  return { granted, release }
}

/** Whether some tab, this one included, has the lock. */
export async function isHeld(locks: Pick<Locks, 'query'>, name: string): Promise<boolean> {
  const { held = [] } = await locks.query()
  return held.some((lock) => lock.name === name)
}
