import type { FileCaches, Locks } from '../../../../src/engine/download/downloadDeps.ts'

export interface FakeCaches extends FileCaches {
  readonly entriesByCache: Map<string, Map<string, Entry>>
  /** Bytes that fit; more is a QuotaExceededError, as in a browser. */
  quota: number
}

interface Entry {
  readonly bytes: ArrayBuffer
  readonly headers: readonly (readonly [string, string])[]
}

/** Cache storage in memory: what is left of it when a tab is closed. */
export function createFakeCaches(): FakeCaches {
  const entriesByCache = new Map<string, Map<string, Entry>>()
  const used = (): number =>
    [...entriesByCache.values()]
      .flatMap((entries) => [...entries.values()])
      .reduce((sum, { bytes }) => sum + bytes.byteLength, 0)

  const caches: FakeCaches = {
    entriesByCache,
    quota: Number.POSITIVE_INFINITY,
    async open(name) {
      const entries = entriesByCache.get(name) ?? new Map<string, Entry>()
      entriesByCache.set(name, entries)
      return {
        async match(url) {
          const entry = entries.get(url)
          if (entry === undefined) return undefined
          return new Response(entry.bytes, { headers: entry.headers.map(([k, v]) => [k, v]) })
        },
        async put(url, response) {
          const bytes = await response.arrayBuffer()
          if (used() + bytes.byteLength > caches.quota)
            throw new DOMException('Quota exceeded.', 'QuotaExceededError')
          entries.set(url, { bytes, headers: [...response.headers] })
        },
        delete: async (url) => entries.delete(url),
        keys: async () => [...entries.keys()].map((url) => ({ url })),
      }
    },
  }
  return caches
}

/** Locks as two tabs share them: one holder, the others in line. */
export function createFakeLocks(): Locks {
  let last: Promise<void> = Promise.resolve()

  /** Whether the turn came before the wait was called off. */
  const comes = (before: Promise<void>, signal: AbortSignal): Promise<boolean> =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(false))
      void before.finally(() => resolve(true))
    })

  return {
    async request(_name, { signal }, work) {
      signal.throwIfAborted()
      const before = last
      let release = (): void => undefined
      const released = new Promise<void>((resolve) => {
        release = resolve
      })
      last = waitForBoth(before, released)
      try {
        if (!(await comes(before, signal))) throw new DOMException('Called off.', 'AbortError')
        await work()
      } finally {
        release()
      }
    },
  }
}

async function waitForBoth(one: Promise<void>, other: Promise<void>): Promise<void> {
  await Promise.all([one, other])
}
