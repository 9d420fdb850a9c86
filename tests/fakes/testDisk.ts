import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { createStore } from 'idb-keyval'

import { createDatabase, type Change, type Database } from '../../src/storage/database.ts'

export interface TestDisk extends Database {
  /** What lies on the disk now, by key. */
  readonly records: () => Promise<ReadonlyMap<string, unknown>>
  /** Every write that was asked for, whether it failed or not. */
  readonly writes: (readonly Change[])[]
  /** From now on writes fail with this, or succeed again. */
  failWith(error: Error | undefined): void
}

/** A disk of its own for one test, with these records on it. */
export async function testDisk(records: Readonly<Record<string, unknown>> = {}): Promise<TestDisk> {
  // idb-keyval and the database's key ranges use the browser's globals.
  Object.assign(globalThis, { indexedDB: new IDBFactory(), IDBKeyRange })
  const database = createDatabase(() => createStore('test', 'records'))
  await database.write(
    Object.entries(records).map(([key, value]) => ({ kind: 'put', key, value }) as const),
  )
  const writes: (readonly Change[])[] = []
  let failure: Error | undefined

  return {
    ...database,
    writes,
    async write(changes) {
      writes.push(changes)
      if (failure !== undefined) throw failure
      await database.write(changes)
    },
    update: (reads, decide, durability) =>
      database.update(
        reads,
        (found) => {
          const changes = decide(found)
          writes.push(changes)
          if (failure !== undefined) throw failure
          return changes
        },
        durability,
      ),
    async records() {
      const entries = await database.readAll('')
      return new Map(entries.map(({ key, value }) => [key, value]))
    },
    failWith(error) {
      failure = error
    },
  }
}

export interface TestTimers {
  readonly now: () => number
  readonly setTimer: (run: () => void, ms: number) => () => void
  /** Let time pass: timers that are due run, oldest first. */
  readonly pass: (ms: number) => void
  readonly waiting: () => number
}

export function testTimers(): TestTimers {
  const timers = new Map<symbol, { readonly at: number; readonly run: () => void }>()
  let time = 1_000_000
  return {
    now: () => time,
    waiting: () => timers.size,
    setTimer(run, ms) {
      const id = Symbol('timer')
      timers.set(id, { at: time + ms, run })
      return () => void timers.delete(id)
    },
    pass(ms) {
      time += ms
      for (const [id, { at, run }] of timers)
        if (at <= time) {
          timers.delete(id)
          run()
        }
    },
  }
}
