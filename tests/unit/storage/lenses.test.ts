import { expect, test } from 'vitest'

import type { LensRecord } from '../../../src/chat/lensStore.ts'
import { lensKey, lensPrefix } from '../../../src/storage/keys.ts'
import { openWindow, type TestWindow } from '../../fakes/testStorage.ts'
import { testDisk } from '../../fakes/testDisk.ts'

const lensOf = (chatId: string, messageId: string): LensRecord => ({
  chatId,
  messageId,
  temperature: 1,
  words: [[4, 'So']],
  parts: [{ kind: 'reasoning', data: 'AAIBBP__' }],
})

/** A chat with one answer whose tokens are kept. */
async function keepOne(app: TestWindow): Promise<LensRecord> {
  const answer = await app.converse('What is 2 + 2?')
  const lens = lensOf(app.openId(), answer)
  app.lenses.keep(lens)
  await app.storage.flush()
  return lens
}

test('the tokens of an answer are a record of their own, and are there after a reload', async () => {
  const disk = await testDisk()
  const app = await openWindow(disk)
  const lens = await keepOne(app)
  const key = lensKey(lens.chatId, lens.messageId)
  expect(await disk.read(key)).toEqual({ v: 1, ...lens })

  const again = await openWindow(disk)
  await again.chats.open(lens.chatId)
  expect(again.lenses.getState().records.get(lens.messageId)).toEqual(lens)
})

test('they go away with the message, and come back with it', async () => {
  const disk = await testDisk()
  const { chatId, messageId } = await keepOne(await openWindow(disk))
  const key = lensKey(chatId, messageId)
  const app = await openWindow(disk)
  await app.chats.open(chatId)
  app.chats.removeMessage(chatId, messageId)
  await app.storage.flush()
  expect(await disk.read(key)).toBeUndefined()
  app.chats.undoRemove()
  await app.storage.flush()
  expect(await disk.read(key)).toBeDefined()
})

test('they are there again after undo, also on a disk that stays full', async () => {
  const disk = await testDisk()
  const { chatId, messageId } = await keepOne(await openWindow(disk))
  const key = lensKey(chatId, messageId)
  let isFull = true
  const app = await openWindow({
    ...disk,
    write: async (changes) =>
      isFull && changes.some(({ kind }) => kind === 'put')
        ? Promise.reject(new DOMException('No room', 'QuotaExceededError'))
        : disk.write(changes),
  })
  await app.chats.open(chatId)
  app.settings.change({ theme: 'dark' })
  app.chats.removeMessage(chatId, messageId)
  await app.storage.flush()
  expect(await disk.read(key)).toBeUndefined()
  app.chats.undoRemove()
  isFull = false
  await app.storage.flush()
  expect(await disk.read(key)).toBeDefined()
})

test('where they cannot be read in good time the chat says so, and does not wait for ever', async () => {
  const disk = await testDisk()
  const { chatId } = await keepOne(await openWindow(disk))
  const app = await openWindow({
    ...disk,
    readAll: (prefix) =>
      prefix === lensPrefix(chatId) ? new Promise(() => undefined) : disk.readAll(prefix),
  })
  const chat = app.chats.getState().chats.get(chatId)
  if (chat === undefined) throw new Error('It is not there.')
  const loading = app.storage.loadTree(chat)
  await new Promise((resolve) => setTimeout(resolve, 50))
  app.timers.pass(15_000)
  expect(await loading).toMatchObject({ kind: 'failed' })
})

test('they go away with the chat, also when it was not opened before', async () => {
  const disk = await testDisk()
  const { chatId, messageId } = await keepOne(await openWindow(disk))
  const app = await openWindow(disk)
  await app.chats.removeChat(chatId)
  await app.storage.flush()
  expect(await disk.read(lensKey(chatId, messageId))).toBeDefined()
  await app.chats.emptyBin([chatId])
  await app.storage.flush()
  expect(await disk.read(lensKey(chatId, messageId))).toBeUndefined()
})
