import { expect, test } from 'vitest'

import type { LensRecord } from '../../../src/chat/lensStore.ts'
import type { ChatId } from '../../../src/chat/message.ts'
import { lensKey } from '../../../src/storage/keys.ts'
import { testDisk, type TestDisk } from '../../fakes/testDisk.ts'
import { openWindow, type TestWindow } from '../../fakes/testStorage.ts'

const many = 20
/** Twelve that were on screen, and the open one may be new. */
const most = 13

async function withManyChats(): Promise<{
  readonly disk: TestDisk
  readonly app: TestWindow
  readonly ids: readonly ChatId[]
}> {
  const disk = await testDisk()
  const app = await openWindow(disk)
  const ids: ChatId[] = []
  for (let number = 0; number < many; number += 1) {
    app.chats.newChat()
    await app.converse(`Question ${number}`)
    ids.push(app.openId())
  }
  return { disk, app, ids }
}

const inMemory = ({ chats }: TestWindow): number => chats.getState().threads.size

test('messages of chats that were on screen long ago leave the memory, and not the disk', async () => {
  const { disk, app, ids } = await withManyChats()
  await app.storage.flush()
  expect(inMemory(app)).toBeLessThanOrEqual(most)
  const before = await disk.records()
  for (let round = 0; round < 3; round += 1)
    for (const [number, id] of ids.entries()) {
      await app.chats.open(id)
      expect(app.shown()).not.toBe('')
      expect(app.chats.getState().chats.get(id)?.title).toBe(`Question ${number}`)
      await app.storage.flush()
      expect(inMemory(app)).toBeLessThanOrEqual(most)
    }
  expect(await disk.records()).toEqual(before)
})

test('what is not on the disk stays in memory, however long ago it was on screen', async () => {
  const disk = await testDisk()
  disk.failWith(new DOMException('full', 'QuotaExceededError'))
  const app = await openWindow(disk)
  for (let number = 0; number < many; number += 1) {
    app.chats.newChat()
    await app.converse(`Question ${number}`)
  }
  await app.storage.flush()
  expect(inMemory(app)).toBe(many)
  disk.failWith(undefined)
  await app.storage.flush()
  expect(inMemory(app)).toBeLessThanOrEqual(most)
  expect(
    [...(await disk.records()).keys()].filter((key) => key.startsWith('message/')),
  ).toHaveLength(2 * many)
})

test('a reply under way, and a chat that can be undeleted, keep their messages', async () => {
  const { app, ids } = await withManyChats()
  const [, second = ''] = ids
  await app.chats.open(second)
  app.chats.ask(second, 'And then?')
  for (const id of ids.slice(2)) await app.chats.open(id)
  await app.storage.flush()
  expect(app.chats.getState().threads.has(second)).toBe(true)

  const [first = ''] = ids
  await app.chats.removeChat(first)
  for (const id of ids.slice(2)) await app.chats.open(id)
  await app.storage.flush()
  expect(app.chats.getState().threads.has(first)).toBe(true)
  expect(app.chats.undoRemove()).toBe(true)
  expect(app.shown()).not.toBe('')
})

test('the probabilities of a chat go and come with its messages', async () => {
  const { disk, app, ids } = await withManyChats()
  const [chatId = ''] = ids
  await app.chats.open(chatId)
  const messageId = app.lastAnswer().id
  const lens: LensRecord = {
    chatId,
    messageId,
    temperature: 1,
    words: [[1, 'a']],
    parts: [{ kind: 'answer', data: '' }],
  }
  app.lenses.keep(lens)
  await app.storage.flush()
  for (const id of ids.slice(2)) await app.chats.open(id)
  await app.storage.flush()
  expect(app.lenses.getState().records.has(messageId)).toBe(false)
  expect(await disk.read(lensKey(chatId, messageId))).toBeDefined()
  await app.chats.open(chatId)
  expect(app.lenses.getState().records.get(messageId)).toEqual(lens)
})

test('a chat that was let go is destroyed with all its messages', async () => {
  const { disk, app, ids } = await withManyChats()
  await app.storage.flush()
  const [first = ''] = ids
  expect(app.chats.getState().threads.has(first)).toBe(false)
  await app.chats.removeChat(first)
  app.chats.forgetRemoved()
  for (const id of ids.slice(2)) await app.chats.open(id)
  await app.storage.flush()
  await app.chats.emptyBin([first])
  await app.storage.flush()
  expect([...(await disk.records()).keys()].filter((key) => key.split('/')[1] === first)).toEqual(
    [],
  )
})
