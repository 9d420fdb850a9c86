import type { Change, Database, Entry } from '../../src/storage/database.ts'

/** What becomes of one call: `late` does it and never says so, as when the process dies right after. */
export type Fault = 'throw' | 'quota' | 'closed' | 'hang' | 'late'

export interface FaultyDisk extends Database {
  readonly records: Map<string, unknown>
  /** How many calls there were, by what they were. */
  readonly calls: readonly ('read' | 'write')[]
  /** From call `from` on, `count` calls of this kind fail. */
  fail(fault: Fault, from: number, count?: number): void
  /** The process is gone: nothing is done any more and nobody answers. */
  die(): void
  /** Called when a fault is met. */
  onFault: () => void
}

/** A disk in memory on which each step can be made to fail; transactions are whole, as IndexedDB's are. */
export function createFaultyDisk(records = new Map<string, unknown>()): FaultyDisk {
  const calls: ('read' | 'write')[] = []
  let fault: Fault | undefined
  let first = Infinity
  let last = Infinity
  let isDead = false

  async function call<T>(kind: 'read' | 'write', work: () => T): Promise<T> {
    const number = calls.push(kind) - 1
    if (isDead) return never()
    if (fault === undefined || number < first || number > last) {
      await turn()
      // Dead in between: then it was not done.
      return isDead ? never() : work()
    }
    disk.onFault()
    switch (fault) {
      case 'throw':
        throw new Error('It broke.')
      case 'quota':
        await turn()
        throw new DOMException('Full.', 'QuotaExceededError')
      case 'closed':
        await turn()
        throw new DOMException('The database connection is closing.', 'InvalidStateError')
      case 'late':
        work()
        return never()
      case 'hang':
        return never()
    }
  }

  const disk: FaultyDisk = {
    records,
    calls,
    onFault: () => undefined,
    die() {
      isDead = true
    },
    fail(kind, from, count = 1) {
      fault = kind
      first = from
      last = from + count - 1
    },
    read: (key) => call('read', () => structuredClone(records.get(key))),
    readAll: (prefix) =>
      call('read', () =>
        [...records]
          .filter(([key]) => key.startsWith(prefix))
          .toSorted(([one], [other]) => (one < other ? -1 : 1))
          .map(([key, value]): Entry => ({ key, value: structuredClone(value) })),
      ),
    write(changes) {
      const copies = structuredClone(changes)
      return call('write', () => {
        for (const change of copies) apply(records, change)
      })
    },
    update: ({ keys, prefixes }, decide) =>
      call('write', () => {
        const isRead = (key: string): boolean =>
          keys.includes(key) || prefixes.some((prefix) => key.startsWith(prefix))
        const found = new Map([...structuredClone(records)].filter(([key]) => isRead(key)))
        for (const change of structuredClone(decide(found))) apply(records, change)
      }),
  }
  return disk
}

function apply(records: Map<string, unknown>, change: Change): void {
  switch (change.kind) {
    case 'put':
      records.set(change.key, change.value)
      return
    case 'delete':
      records.delete(change.key)
      return
    case 'delete all':
      // A Map may lose keys while it is walked.
      for (const key of records.keys()) if (key.startsWith(change.key)) records.delete(key)
  }
}

const never = (): Promise<never> => new Promise(() => undefined)

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
