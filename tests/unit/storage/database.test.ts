import { IDBFactory } from 'fake-indexeddb'
import { createStore, type UseStore } from 'idb-keyval'
import { expect, test } from 'vitest'

import { createDatabase } from '../../../src/storage/database.ts'
import { toStorageFailure } from '../../../src/storage/storageFailure.ts'
import { testDisk } from '../../fakes/testDisk.ts'

test('a prefix finds its own entries, by key, and no others', async () => {
  const disk = await testDisk({ 'chat/b': 2, 'chat/a': 1, chats: 3, chat0: 4, settings: 5 })
  expect(await disk.readAll('chat/')).toEqual([
    { key: 'chat/a', value: 1 },
    { key: 'chat/b', value: 2 },
  ])
})

test('the messages of one chat are not those of another whose id begins the same', async () => {
  const disk = await testDisk({ 'message/a/1': 1, 'message/ab/1': 2 })
  expect(await disk.readAll('message/a/')).toEqual([{ key: 'message/a/1', value: 1 }])
})

test('what is not there reads as undefined', async () => {
  const disk = await testDisk()
  expect(await disk.read('settings')).toBeUndefined()
})

test('puts and deletes of one write are done together', async () => {
  const disk = await testDisk({ old: 1 })
  await disk.write([
    { kind: 'put', key: 'new', value: 2 },
    { kind: 'delete', key: 'old' },
  ])
  expect(await disk.records()).toEqual(new Map([['new', 2]]))
})

test('a write with one value that cannot be stored changes nothing at all', async () => {
  const disk = await testDisk({ old: 1 })
  const write = disk.write([
    { kind: 'put', key: 'new', value: 2 },
    { kind: 'delete', key: 'old' },
    { kind: 'put', key: 'bad', value: () => undefined },
  ])
  await expect(write).rejects.toThrow(/clone/i)
  expect(await disk.records()).toEqual(new Map([['old', 1]]))
})

test('a connection that the browser closed is made once more', async () => {
  Object.assign(globalThis, { indexedDB: new IDBFactory() })
  let opened = 0
  const closed: UseStore = () =>
    Promise.reject(new DOMException('The connection is closing.', 'InvalidStateError'))
  const database = createDatabase(() => {
    opened += 1
    return opened === 1 ? closed : createStore('test', 'records')
  })
  await database.write([{ kind: 'put', key: 'a', value: 1 }])
  expect(await database.read('a')).toBe(1)
  expect(opened).toBe(2)
})

test('any other failure is told and not tried again', async () => {
  let opened = 0
  const database = createDatabase(() => {
    opened += 1
    return () => Promise.reject(new DOMException('Full.', 'QuotaExceededError'))
  })
  await expect(database.read('a')).rejects.toThrow('Full.')
  expect(opened).toBe(1)
})

test.each([
  ['QuotaExceededError', 'quota'],
  ['InvalidStateError', 'closed'],
  ['SecurityError', 'refused'],
  ['VersionError', 'newer'],
  ['DataError', 'unknown'],
])('%s is a failure of the kind %s', (name, kind) => {
  expect(toStorageFailure(new DOMException('Why.', name))).toEqual({
    kind,
    detail: `${name}: Why.`,
  })
})

test('what was thrown and is no error is told as it is', () => {
  expect(toStorageFailure('gone')).toEqual({ kind: 'unknown', detail: 'gone' })
})
