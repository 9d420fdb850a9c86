import { createLensStore } from '../../../src/chat/lensStore.ts'
import { IDBDatabase, IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect, test } from 'vitest'

import { createDatabase, type Database } from '../../../src/storage/database.ts'
import { openRecords } from '../../../src/storage/openRecords.ts'
import { createAppStorage } from '../../../src/storage/storage.ts'
import { chatSettings } from '../../fakes/conversations.ts'
import { testTimers } from '../../fakes/testDisk.ts'

function openTestDatabase(): Database {
  Object.assign(globalThis, { indexedDB: new IDBFactory(), IDBKeyRange })
  return createDatabase(() => openRecords('test', 'records'))
}

/** Another program's connection, in the version that it wants. */
const connect = (version?: number): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open('test', version)
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(new Error('It did not open.')))
  })

test('a write is relaxed unless it is asked to be strict', async () => {
  const database = openTestDatabase()
  await database.write([])
  const asked: (string | undefined)[] = []
  const { transaction } = IDBDatabase.prototype
  IDBDatabase.prototype.transaction = function watched(names, mode, options) {
    asked.push(options?.durability)
    return transaction.call(this, names, mode, options)
  }
  try {
    await database.write([{ kind: 'put', key: 'a', value: 1 }])
    await database.write([{ kind: 'put', key: 'b', value: 1 }], 'strict')
  } finally {
    IDBDatabase.prototype.transaction = transaction
  }
  expect(asked).toEqual(['relaxed', 'strict'])
})

test('all keys that begin the same go at once, and no others', async () => {
  const database = openTestDatabase()
  await database.write(
    ['journal/a/1', 'journal/a/2', 'journal/ab/1', 'journal'].map((key) => ({
      kind: 'put',
      key,
      value: 1,
    })),
  )
  await database.write([{ kind: 'delete all', key: 'journal/a/' }])
  expect((await database.readAll('')).map(({ key }) => key)).toEqual(['journal', 'journal/ab/1'])
})

test('a newer app that changes the database is not kept waiting, and is asked again afterwards', async () => {
  const database = openTestDatabase()
  await database.write([{ kind: 'put', key: 'a', value: 1 }])
  const newer = await connect(7)
  expect(newer.version).toBe(7)
  expect(await database.read('a')).toBe(1)
  newer.close()
})

test('an opening that another tab blocks is given up in words, and nothing is written then', async () => {
  const database = openTestDatabase()
  await database.write([{ kind: 'put', key: 'a', value: 1 }])
  const blocking = await connect()
  // It waits for the one that does not give way, and everybody else waits for it.
  const waiting = connect(7)
  await new Promise((resolve) => setImmediate(resolve))
  const timers = testTimers()
  const storage = createAppStorage({
    database: createDatabase(() => openRecords('test', 'records')),
    ...timers,
    fallback: () => chatSettings,
    lenses: createLensStore(),
  })
  const loading = storage.load()
  await new Promise((resolve) => setTimeout(resolve, 50))
  timers.pass(15_000)
  expect(await loading).toMatchObject({ kind: 'failed', failure: { kind: 'silent' } })
  expect(storage.state.getState().saving.kind).toBe('unread')
  blocking.close()
  ;(await waiting).close()
})
