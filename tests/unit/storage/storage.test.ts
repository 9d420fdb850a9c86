import { expect, test } from 'vitest'

import { textOf } from '../../../src/chat/answer.ts'
import { defaultSettings } from '../../../src/settings/settings.ts'
import { settingsToRecord } from '../../../src/storage/settingsRecord.ts'
import { testDisk } from '../../fakes/testDisk.ts'
import { openWindow } from '../../fakes/testStorage.ts'

const quota = new DOMException('Full.', 'QuotaExceededError')

test('a chat is there after a reload, answer and all', async () => {
  const disk = await testDisk()
  const before = await openWindow(disk)
  await before.converse('What is 2 + 2?', 'It is 4.')
  await before.storage.flush()

  const after = await openWindow(disk)
  await after.chats.open(before.openId())
  expect(after.shown()).toBe(before.shown())
  expect(after.lastAnswer()).toEqual(before.lastAnswer())
  expect(after.storage.state.getState().broken).toEqual([])
})

test('a reply is on the disk while it is written, and reads as interrupted after a crash', async () => {
  const disk = await testDisk()
  const { chats, engine, storage, openId } = await openWindow(disk)
  chats.ask(openId(), 'One')
  await engine.whenAsked()
  engine.say('Hm')
  await expect.poll(() => chats.getState().live.get(openId())?.phase.kind).toBe('thinking')
  await storage.flush()

  const after = await openWindow(disk)
  await after.chats.open(openId())
  expect(textOf(after.lastAnswer(), 'reasoning')).toBe('Hm')
  expect(after.lastAnswer().ending).toEqual({ kind: 'open' })
  engine.end()
  await chats.whenIdle()
})

test('opening an app that holds chats writes nothing', async () => {
  const disk = await testDisk()
  const before = await openWindow(disk)
  await before.converse('One')
  before.settings.change({ theme: 'dark' })
  await before.storage.flush()
  disk.writes.length = 0

  const after = await openWindow(disk)
  await after.chats.open(before.openId())
  await after.storage.flush()
  expect(disk.writes).toEqual([])
  expect(after.settings.getState().theme).toBe('dark')
})

test('nothing is written when the first load failed, whatever is done then', async () => {
  const disk = await testDisk({ settings: settingsToRecord(defaultSettings('other')) })
  const closed = { ...disk, read: () => Promise.reject(new DOMException('No.', 'SecurityError')) }
  const { loaded, settings, storage, converse } = await openWindow(closed)
  expect(loaded).toEqual({
    kind: 'failed',
    failure: { kind: 'refused', detail: 'SecurityError: No.' },
  })
  await converse('One')
  settings.change({ theme: 'dark' })
  await storage.flush()
  expect(disk.writes).toEqual([])
})

test('a disk that is full is told, and all of it is written once there is room', async () => {
  const disk = await testDisk()
  const { storage, converse, timers, openId, lastAnswer } = await openWindow(disk)
  disk.failWith(quota)
  await converse('One')
  await storage.flush()
  expect(storage.state.getState().saving).toMatchObject({
    kind: 'failed',
    failure: { kind: 'quota' },
  })
  expect((await disk.records()).size).toBe(0)

  disk.failWith(undefined)
  timers.pass(10_000)
  await expect.poll(() => storage.state.getState().saving.kind).toBe('saved')
  const keys = [...(await disk.records()).keys()]
  expect(keys).toContain(`chat/${openId()}`)
  expect(keys).toContain(`message/${openId()}/${lastAnswer().id}`)
})

test('a deleted chat leaves nothing on the disk once the bin is emptied, and undo writes it as it was', async () => {
  const disk = await testDisk()
  const { chats, storage, converse, openId } = await openWindow(disk)
  await converse('One')
  const id = openId()
  await storage.flush()
  const whole = await disk.records()
  await chats.removeChat(id)
  await storage.flush()
  expect((await disk.records()).get(`chat/${id}`)).toHaveProperty('deletedAt')
  chats.undoRemove()
  await storage.flush()
  expect(await disk.records()).toEqual(whole)
  await chats.removeChat(id)
  await chats.emptyBin([id])
  await storage.flush()
  expect([...(await disk.records()).keys()]).toEqual(['settings'])
})

test('a message that is deleted as its chat opens stays deleted, though a write was under way', async () => {
  const disk = await testDisk()
  const before = await openWindow(disk)
  const answer = await before.converse('One')
  const id = before.openId()
  before.settings.change({ theme: 'dark' })
  await before.storage.flush()

  // The write begins before the messages are read, and ends after.
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const slow = {
    ...disk,
    async write(changes: Parameters<typeof disk.write>[0]) {
      await ended
      await disk.write(changes)
    },
  }
  const after = await openWindow(slow)
  after.settings.change({ theme: 'light' })
  await after.chats.open(id)
  end()
  await expect.poll(() => after.storage.state.getState().saving.kind).toBe('saved')
  after.chats.removeMessage(id, answer)
  await after.storage.flush()
  expect([...(await disk.records()).keys()]).not.toContain(`message/${id}/${answer}`)
})
