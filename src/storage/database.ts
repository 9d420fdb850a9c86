import { promisifyRequest } from 'idb-keyval'

export type Change =
  | { readonly kind: 'put'; readonly key: string; readonly value: unknown }
  | { readonly kind: 'delete'; readonly key: string }
  /** Every key that begins with this one. */
  | { readonly kind: 'delete all'; readonly key: string }

export interface Entry {
  readonly key: string
  readonly value: unknown
}

/**
 * `relaxed`: handed to the system, so it outlives the death of page and browser; what kills the machine in
 * the next seconds may take it. `strict`: on the medium, for many times the price.
 */
export type Durability = 'relaxed' | 'strict'

/** One transaction, and what is done in it: idb-keyval's UseStore, with a durability. */
export type RecordStore = <T>(
  mode: IDBTransactionMode,
  callback: (records: IDBObjectStore) => T | PromiseLike<T>,
  durability?: Durability,
) => Promise<T>

/** Keys and values in one object store. Every call may reject with what IndexedDB says. */
export interface Database {
  read(key: string): Promise<unknown>
  /** Every entry whose key begins with the prefix, by key. */
  readAll(prefix: string): Promise<readonly Entry[]>
  /** All of the changes in one transaction, or none of them; relaxed if nothing is said. */
  write(changes: readonly Change[], durability?: Durability): Promise<void>
  /**
   * What lies under these keys and prefixes, and what is made of it, in one transaction: no other tab writes
   * in between.
   */
  update(
    reads: Reads,
    decide: (found: ReadonlyMap<string, unknown>) => readonly Change[],
    durability?: Durability,
  ): Promise<void>
}

export interface Reads {
  readonly keys: readonly string[]
  readonly prefixes: readonly string[]
}

/** `openStore` is called again if the connection is lost. */
export function createDatabase(openStore: () => RecordStore): Database {
  let store = openStore()

  /** A connection that the browser closed is made once more: nothing was done on the dead one. */
  const inStore: RecordStore = async (mode, callback, durability) => {
    try {
      return await store(mode, callback, durability)
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error
      store = openStore()
      return store(mode, callback, durability)
    }
  }

  return {
    read: (key) => inStore('readonly', (records) => promisifyRequest(records.get(key))),

    readAll: (prefix) => inStore('readonly', (records) => entriesUnder(records, prefix)),

    write: (changes, durability = 'relaxed') =>
      inStore('readwrite', (records) => applyAll(records, () => changes), durability),

    update: ({ keys, prefixes }, decide, durability = 'relaxed') =>
      inStore(
        'readwrite',
        async (records) => {
          const entries = await Promise.all([
            ...keys.map(async (key) => [
              { key, value: await promisifyRequest<unknown>(records.get(key)) },
            ]),
            ...prefixes.map((prefix) => entriesUnder(records, prefix)),
          ])
          const found = entries.flat().filter(({ value }) => value !== undefined)
          return applyAll(records, () =>
            decide(new Map(found.map(({ key, value }) => [key, value]))),
          )
        },
        durability,
      ),
  }
}

function applyAll(records: IDBObjectStore, decide: () => readonly Change[]): Promise<void> {
  const done = committed(records.transaction)
  try {
    for (const change of decide()) apply(records, change)
    // Asked for at once, the commit goes through even if the page is gone before it is confirmed.
    records.transaction.commit()
  } catch (error) {
    // Puts before the failing one would be committed otherwise.
    records.transaction.abort()
    return done.then(undefined, () => Promise.reject(toError(error)))
  }
  return done
}

function apply(records: IDBObjectStore, change: Change): void {
  switch (change.kind) {
    case 'put':
      records.put(change.value, change.key)
      return
    case 'delete':
      records.delete(change.key)
      return
    case 'delete all':
      records.delete(under(change.key))
  }
}

async function entriesUnder(records: IDBObjectStore, prefix: string): Promise<readonly Entry[]> {
  const range = under(prefix)
  const [keys, values] = await Promise.all([
    promisifyRequest(records.getAllKeys(range)),
    promisifyRequest<unknown[]>(records.getAll(range)),
  ])
  return keys.map((key, at) => ({ key: readKey(key), value: values[at] }))
}

/** U+FFFF is above every character that a key can hold. */
const under = (prefix: string): IDBKeyRange => IDBKeyRange.bound(prefix, `${prefix}\uFFFF`)

/** Settles with the whole transaction; its abort, unlike its error event, knows the reason. */
const committed = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('abort', () =>
      reject(transaction.error ?? new DOMException('The transaction was aborted.', 'AbortError')),
    )
  })

const toError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error))

/** This app's keys are texts; a foreign one is shown as what it is. */
const readKey = (key: IDBValidKey): string => (typeof key === 'string' ? key : JSON.stringify(key))
