import { expect, test } from 'vitest'

import { markChats } from '../../../src/storage/chatMarker.ts'
import type { Change, Database } from '../../../src/storage/database.ts'
import { readLibraryFile } from '../../../src/storage/backup/importing.ts'
import { toBackup } from '../../../src/storage/backup/backupFile.ts'
import { chatSettings } from '../../fakes/conversations.ts'
import { largeLibrary } from '../../fakes/libraries.ts'
import { testDisk, type TestDisk } from '../../fakes/testDisk.ts'
import { openWindow } from '../../fakes/testStorage.ts'

const full = new DOMException('No room', 'QuotaExceededError')
const stored = (chats: number): Record<string, unknown> =>
  Object.fromEntries(largeLibrary(chats, chats).map(({ key, value }) => [key, value]))

/** A disk that takes no put until something was deleted from it by itself. */
function fullUntilDeleted(disk: TestDisk): Database {
  let isFull = true
  return {
    ...disk,
    async write(changes: readonly Change[]) {
      if (isFull && changes.some(({ kind }) => kind === 'put')) throw full
      await disk.write(changes)
      isFull = false
    },
  }
}

test('on a full disk a deleted chat makes room, and what waited is written', async () => {
  const disk = await testDisk(stored(2))
  const window = await openWindow(fullUntilDeleted(disk))
  window.chats.writeDraft('chat-0', 'typed')
  await window.storage.flush()
  expect(window.storage.state.getState().saving).toMatchObject({ failure: { kind: 'quota' } })
  await window.chats.removeChat('chat-1')
  await window.chats.emptyBin(['chat-1'])
  await window.storage.flush()
  expect(window.storage.state.getState().saving).toEqual({ kind: 'saved' })
  const records = await disk.records()
  expect(records.get('draft/chat-0')).toMatchObject({ text: 'typed' })
  expect([...records.keys()].filter((key) => key.includes('chat-1'))).toEqual([])
})

test('an answer deleted on a disk that stays full is there again after undo', async () => {
  const disk = await testDisk(stored(1))
  const window = await openWindow({
    ...disk,
    write: async (changes) =>
      changes.some(({ kind }) => kind === 'put') ? Promise.reject(full) : disk.write(changes),
  })
  window.settings.change({ theme: 'dark' })
  await window.chats.open('chat-0')
  window.chats.removeMessage('chat-0', 'a0')
  await window.storage.flush()
  expect((await disk.records()).has('message/chat-0/a0')).toBe(false)
  window.chats.undoRemove()
  const all = await window.storage.everything()
  expect(all.map(({ key }) => key)).toEqual(
    expect.arrayContaining(['chat/chat-0', 'message/chat-0/q0', 'message/chat-0/a0']),
  )
})

test('a backup made on a full disk holds what could not be written', async () => {
  const disk = await testDisk(stored(1))
  const window = await openWindow(disk)
  disk.failWith(full)
  window.chats.writeDraft('chat-0', 'only in memory')
  window.settings.change({ theme: 'dark' })
  const backup = await toBackup(await window.storage.everything(), 1)
  const read = await readLibraryFile(new File([backup], 'x'), chatSettings, 1)
  expect(read).toMatchObject({ library: { settings: { theme: 'dark' } } })
  const library = read.kind === 'library' ? read.library : undefined
  expect(library?.chats.get('chat-0')?.draft?.text).toBe('only in memory')
})

test('a database that cannot be read any more: the backup holds what the window holds', async () => {
  const disk = await testDisk(stored(2))
  let isClosed = false
  const window = await openWindow({
    ...disk,
    readAll: (prefix) => (isClosed ? Promise.reject(new Error('closed')) : disk.readAll(prefix)),
  })
  await window.chats.open('chat-0')
  isClosed = true
  const keys = (await window.storage.everything()).map(({ key }) => key)
  expect(keys).toEqual(expect.arrayContaining(['chat/chat-0', 'chat/chat-1', 'message/chat-0/a0']))
})

test('an import onto a full disk changes nothing and says why', async () => {
  const disk = await testDisk()
  const window = await openWindow(disk)
  disk.failWith(full)
  const failure = await window.storage.add([{ kind: 'put', key: 'chat/x', value: {} }])
  expect(failure).toMatchObject({ kind: 'quota' })
  expect((await disk.records()).size).toBe(0)
})

test('chats that the browser has thrown away are noticed; chats that a person deleted are not', async () => {
  const notes = new Map<string, string>()
  const store = {
    getItem: (key: string) => notes.get(key) ?? null,
    setItem: (key: string, value: string) => void notes.set(key, value),
    removeItem: (key: string) => void notes.delete(key),
  }
  const visit = async (
    records: Record<string, unknown>,
  ): Promise<{ forget: (() => void) | null; remove: () => Promise<boolean> }> => {
    const { chats } = await openWindow(await testDisk(records))
    return { forget: markChats(chats, () => store), remove: () => chats.removeChat('chat-0') }
  }
  expect((await visit({})).forget).toBeNull()
  expect((await visit(stored(1))).forget).toBeNull()
  expect((await visit({})).forget).not.toBeNull()
  // Said until it was read.
  ;(await visit({})).forget?.()
  expect((await visit({})).forget).toBeNull()
  const { remove } = await visit(stored(1))
  await remove()
  expect((await visit({})).forget).toBeNull()
})

test('a browser that forbids notes opens the app all the same', async () => {
  const { chats } = await openWindow(await testDisk(stored(1)))
  expect(
    markChats(chats, () => {
      throw new DOMException('no', 'SecurityError')
    }),
  ).toBeNull()
})
