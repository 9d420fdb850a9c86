import type { Locks } from '../../src/lib/locks.ts'

/** The Web Locks of one browser, which all of its windows share: first come, first served. */
export function testLocks(): Locks {
  const held = new Set<string>()
  const waiting: { readonly name: string; readonly start: () => void }[] = []

  function free(name: string): void {
    held.delete(name)
    const next = waiting.findIndex((entry) => entry.name === name)
    if (next !== -1) waiting.splice(next, 1)[0]?.start()
  }

  async function run<T>(name: string, work: (lock: unknown) => Promise<T>): Promise<T> {
    held.add(name)
    return work({ name }).finally(() => free(name))
  }

  return {
    async request(name, { ifAvailable = false }, work) {
      if (!held.has(name)) return run(name, work)
      if (ifAvailable) return work(null)
      await new Promise<void>((start) => waiting.push({ name, start }))
      return run(name, work)
    },
    query: () => Promise.resolve({ held: [...held].map((name) => ({ name })) }),
  }
}
