import { expect, test } from 'vitest'

import { selectDraft } from '../../../src/chat/chatState.ts'
import { testDisk, type TestDisk } from '../../fakes/testDisk.ts'
import { openWindow } from '../../fakes/testStorage.ts'
import { chatOf } from '../../fakes/testChats.ts'

const keysOn = async (disk: TestDisk): Promise<string[]> => [...(await disk.records()).keys()]

test('what was typed and an open edit are there after a reload, and read without a write', async () => {
  const disk = await testDisk()
  const { chats, storage, converse, openId } = await openWindow(disk)
  await converse('One')
  const id = openId()
  chats.writeDraft(id, 'half a ques')
  chats.writeEdit(id, 'q1', 'One, but')
  await storage.flush()
  disk.writes.length = 0

  const after = await openWindow(disk)
  expect(selectDraft(id)(after.chats.getState())).toEqual({
    text: 'half a ques',
    edits: new Map([['q1', 'One, but']]),
  })
  await after.storage.flush()
  expect(disk.writes).toEqual([])
})

test('an unsent new chat is there after a reload, with its text and its settings', async () => {
  const disk = await testDisk()
  const { chats, storage, openId } = await openWindow(disk)
  chats.writeDraft(openId(), 'half a ques')
  chats.changeSettings(openId(), { system: 'Be brief.' })
  await storage.flush()
  disk.writes.length = 0

  const after = await openWindow(disk)
  expect(selectDraft(after.openId())(after.chats.getState()).text).toBe('half a ques')
  expect(chatOf(after).system).toBe('Be brief.')
  expect(after.chats.getState().chats.size).toBe(0)
  await after.storage.flush()
  expect(disk.writes).toEqual([])

  await after.converse('half a question')
  after.chats.writeDraft(after.openId(), '')
  await after.storage.flush()
  expect(await keysOn(disk)).not.toContain('unsent')
})

test('settings alone are enough for an unsent new chat to be kept', async () => {
  const disk = await testDisk()
  const { chats, storage, openId } = await openWindow(disk)
  chats.changeSettings(openId(), { system: 'Be brief.' })
  await storage.flush()
  expect(chatOf(await openWindow(disk)).system).toBe('Be brief.')
})

test('a format alone is enough too', async () => {
  const disk = await testDisk()
  const { chats, storage, openId } = await openWindow(disk)
  chats.changeSettings(openId(), { format: { kind: 'choices', choices: ['Yes', 'No'] } })
  await storage.flush()
  expect(chatOf(await openWindow(disk)).format).toEqual({ kind: 'choices', choices: ['Yes', 'No'] })
})

test('a text that is sent or taken away leaves no record', async () => {
  const disk = await testDisk()
  const { chats, storage, converse, openId } = await openWindow(disk)
  await converse('One')
  chats.writeDraft(openId(), 'half')
  await storage.flush()
  expect(await keysOn(disk)).toContain(`draft/${openId()}`)
  chats.writeDraft(openId(), '')
  await storage.flush()
  expect(await keysOn(disk)).not.toContain(`draft/${openId()}`)
})

test('what was typed in a deleted chat stays while it lies in the bin, and comes back with undo', async () => {
  const disk = await testDisk()
  const { chats, storage, converse, openId } = await openWindow(disk)
  await converse('One')
  const id = openId()
  chats.writeDraft(id, 'half')
  await storage.flush()
  const whole = await disk.records()
  await chats.removeChat(id)
  await storage.flush()
  expect(await keysOn(disk)).toContain(`draft/${id}`)
  chats.undoRemove()
  await storage.flush()
  expect(await disk.records()).toEqual(whole)
})

test('a damaged draft is set aside and told, and a newer one is left as it is', async () => {
  const newer = { v: 99, mood: 'blue' }
  const disk = await testDisk({ 'draft/chat': { v: 1, text: 7 }, unsent: newer })
  const { chats, storage, openId } = await openWindow(disk)
  expect(storage.state.getState().broken).toMatchObject([
    { key: 'draft/chat', kind: 'broken' },
    { key: 'unsent', kind: 'newer' },
  ])
  chats.writeDraft(openId(), 'new')
  await storage.flush()
  const records = await disk.records()
  expect(records.get('unsent')).toEqual(newer)
  expect(records.get('broken/draft/chat')).toMatchObject({ raw: { v: 1, text: 7 } })
})

test('nothing that is typed is written when the first load failed', async () => {
  const disk = await testDisk()
  const closed = { ...disk, read: () => Promise.reject(new DOMException('No.', 'SecurityError')) }
  const { chats, storage, openId } = await openWindow(closed)
  chats.writeDraft(openId(), 'half')
  await storage.flush()
  expect(disk.writes).toEqual([])
})
