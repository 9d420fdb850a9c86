import fc from 'fast-check'
import { expect, test } from 'vitest'

import { keptInBinMs } from '../../../src/chat/bin.ts'
import { createChat } from '../../../src/chat/chat.ts'
import { chatSettings } from '../../fakes/conversations.ts'
import { testChats } from '../../fakes/testChats.ts'
import { testDisk } from '../../fakes/testDisk.ts'
import { openWindow } from '../../fakes/testStorage.ts'

test('a deleted chat lies in the bin after a reload, and comes back whole', async () => {
  const disk = await testDisk()
  const before = await openWindow(disk)
  await before.converse('One')
  const id = before.openId()
  const shown = before.shown()
  before.chats.writeDraft(id, 'not sent')
  await before.chats.removeChat(id)
  await before.storage.flush()

  const after = await openWindow(disk)
  expect(after.chats.getState().chats.size).toBe(0)
  expect([...after.chats.getState().bin.keys()]).toEqual([id])
  expect(after.chats.restoreChat(id)).toBe(true)
  await after.chats.open(id)
  expect(after.shown()).toBe(shown)
  expect(after.chats.getState().drafts.get(id)?.text).toBe('not sent')
  expect(after.chats.getState().chats.get(id)).not.toHaveProperty('deletedAt')
  expect(after.chats.restoreChat(id)).toBe(false)
})

test('what is deleted for good leaves nothing on the disk, though it was never read', async () => {
  const disk = await testDisk()
  const before = await openWindow(disk)
  await before.converse('One')
  const id = before.openId()
  await before.chats.removeChat(id)
  await before.storage.flush()

  const after = await openWindow(disk)
  expect(await after.chats.emptyBin([id])).toBe(0)
  await after.storage.flush()
  expect([...(await disk.records()).keys()]).toEqual(['settings'])
})

test('a deleted chat whose last words were not written yet has them in the bin', async () => {
  const disk = await testDisk()
  const { chats, engine, storage, openId } = await openWindow(disk)
  chats.ask(openId(), 'One')
  await engine.whenAsked()
  engine.say('The last words')
  const id = openId()
  await expect.poll(() => chats.getState().live.get(id)?.phase.kind).toBe('thinking')
  await chats.removeChat(id)
  await storage.flush()
  expect(JSON.stringify([...(await disk.records()).values()])).toContain('The last words')
})

test('a chat whose messages cannot be read is not deleted for good', async () => {
  const { chats } = testChats({
    loadTree: () => Promise.resolve({ kind: 'failed', reason: 'The disk is gone.' }),
  })
  chats.addStored([{ ...createChat('one', 1, chatSettings), deletedAt: 2 }])
  expect(await chats.emptyBin(['one'])).toBe(1)
  expect(chats.getState().bin.has('one')).toBe(true)
})

test('undo takes a chat out of the bin, and restoring it withdraws the undo', async () => {
  const { chats, openId, converse } = testChats()
  await converse('One')
  const id = openId()
  await chats.removeChat(id)
  expect(chats.getState().bin.has(id)).toBe(true)
  chats.undoRemove()
  expect(chats.getState().bin.size).toBe(0)
  await chats.removeChat(id)
  chats.restoreChat(id)
  expect(chats.getState().removed).toBeNull()
})

test('after thirty days, and not before, a start deletes for good', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: -keptInBinMs, max: 3 * keptInBinMs }), { maxLength: 8 }),
      async (ages) => {
        const { chats } = testChats()
        // The clock of these chats stands at 1001 when the bin is swept.
        const stored = ages.map((age, at) => ({
          ...createChat(`chat${at}`, 1, chatSettings),
          deletedAt: 1000 - age,
        }))
        chats.addStored([createChat('kept', 1, chatSettings), ...stored])
        const time = 1003
        await chats.sweepBin()
        const left = [...chats.getState().bin.values()]
        expect(left.every(({ deletedAt = 0 }) => time - deletedAt < keptInBinMs + 10)).toBe(true)
        const young = ages.filter((age) => age < keptInBinMs - 10)
        expect(left.length).toBeGreaterThanOrEqual(young.length)
        expect([...chats.getState().chats.keys()]).toEqual(['kept'])
      },
    ),
  )
})
