import type { Locks } from '../../src/lib/locks.ts'
import type { TabChannel } from '../../src/lib/tabChannel.ts'

/** What one tab has of its browser. */
export interface TestTab {
  readonly locks: Locks
  readonly openChannel: (name: string) => TabChannel
  readonly isDead: () => boolean
  /** As a killed process: its locks fall at once, and it says and hears nothing any more. */
  die(): void
}

interface Wish {
  readonly name: string
  readonly tab: symbol
  readonly start: () => void
}

/** The locks and channels that the tabs of one browser share; messages come in order, and later. */
/** `beforeLock` passes before the browser looks at a tab's wish for a lock. */
export function testBrowser(): { openTab: (beforeLock?: () => Promise<void>) => TestTab } {
  const held = new Map<string, symbol>()
  const queue: Wish[] = []
  const listeners: {
    readonly name: string
    readonly tab: symbol
    hear(message: unknown): void
  }[] = []
  const dead = new Set<symbol>()

  function free(name: string, tab: symbol): void {
    if (held.get(name) !== tab) return
    held.delete(name)
    const at = queue.findIndex((wish) => wish.name === name)
    const [next] = at === -1 ? [] : queue.splice(at, 1)
    if (next === undefined) return
    held.set(name, next.tab)
    next.start()
  }

  function openTab(beforeLock?: () => Promise<void>): TestTab {
    const tab = Symbol('tab')
    const isDead = (): boolean => dead.has(tab)

    async function run<T>(name: string, work: (lock: unknown) => Promise<T>): Promise<T> {
      return work({ name }).finally(() => free(name, tab))
    }

    return {
      isDead,
      die() {
        dead.add(tab)
        for (const wish of queue.filter((each) => each.tab === tab))
          queue.splice(queue.indexOf(wish), 1)
        for (const [name, owner] of Array.from(held)) if (owner === tab) free(name, tab)
      },
      locks: {
        async request(name, { ifAvailable = false }, work) {
          await beforeLock?.()
          // What of a dead tab still runs here runs nowhere else.
          if (isDead()) return new Promise(() => undefined)
          if (!held.has(name)) {
            held.set(name, tab)
            // Granted in a task of its own, as in a browser.
            await Promise.resolve()
            return run(name, work)
          }
          if (ifAvailable) return work(null)
          await new Promise<void>((start) => queue.push({ name, tab, start }))
          return run(name, work)
        },
        query: () => Promise.resolve({ held: [...held.keys()].map((name) => ({ name })) }),
      },
      openChannel: (name) => ({
        post(message) {
          if (isDead()) return
          const copy = structuredClone(message)
          queueMicrotask(() => {
            for (const listener of listeners)
              if (listener.name === name && listener.tab !== tab && !dead.has(listener.tab))
                listener.hear(copy)
          })
        },
        listen: (hear) => void listeners.push({ name, tab, hear }),
      }),
    }
  }

  return { openTab }
}
