import { expect, test } from 'vitest'

import { chatToRecord } from '../../../src/storage/chatRecord.ts'
import { messageToRecord } from '../../../src/storage/messageRecord.ts'
import { emptyConversation, fakeAnswer, fakeQuestion } from '../../fakes/conversations.ts'
import { testDisk } from '../../fakes/testDisk.ts'
import { openWindow } from '../../fakes/testStorage.ts'

const { chat } = emptyConversation()
const newerSettings = { v: 99, theme: 'sepia' }
const newerAnswer = { v: 99, role: 'answer', id: 'a1', verdict: 'right' }
const stored = {
  'chat/chat': chatToRecord(chat),
  'message/chat/q1': messageToRecord(fakeQuestion()),
  'message/chat/q2': messageToRecord(fakeQuestion({ id: 'q2', parent: 'a1', createdAt: 3 })),
  'message/chat/a2': messageToRecord(fakeAnswer({ id: 'a2', parent: 'q2', createdAt: 4 })),
}

test('newer settings are told, and stay as they are whatever is changed here', async () => {
  const disk = await testDisk({ ...stored, settings: newerSettings })
  const { loaded, settings, storage, converse } = await openWindow(disk)
  expect(loaded).toMatchObject({ kind: 'loaded', settings: null })
  expect(storage.state.getState().broken).toMatchObject([{ key: 'settings', kind: 'newer' }])
  settings.change({ theme: 'dark' })
  await converse('One')
  await storage.flush()
  expect((await disk.records()).get('settings')).toEqual(newerSettings)
})

test('a newer chat is told and left out, with its messages untouched', async () => {
  const newer = { ...stored, 'chat/chat': { v: 99, id: 'chat', colour: 'red' } }
  const disk = await testDisk(newer)
  const { chats, storage, converse } = await openWindow(disk)
  expect(chats.getState().chats.size).toBe(0)
  expect(storage.state.getState().broken).toMatchObject([{ key: 'chat/chat', kind: 'newer' }])
  await converse('One')
  await storage.flush()
  const records = await disk.records()
  for (const [key, value] of Object.entries(newer)) expect(records.get(key)).toEqual(value)
})

test('a newer message has a stand-in on screen and stays as it is on the disk', async () => {
  const disk = await testDisk({ ...stored, 'message/chat/a1': newerAnswer })
  const { chats, engine, storage, shown } = await openWindow(disk)
  await chats.open('chat')
  expect(shown()).toBe('q1 a1 q2 a2')
  expect(storage.state.getState().broken).toMatchObject([{ key: 'message/chat/a1', kind: 'newer' }])

  expect(await chats.continueAnswer('chat', 'a1')).toBe(true)
  await engine.whenAsked()
  engine.say('Hm')
  engine.end()
  await chats.whenIdle()
  await storage.flush()
  expect((await disk.records()).get('message/chat/a1')).toEqual(newerAnswer)
})

test('deleting a chat leaves the messages that a newer app wrote in it', async () => {
  const disk = await testDisk({ ...stored, 'message/chat/a1': newerAnswer })
  const { chats, storage } = await openWindow(disk)
  await chats.removeChat('chat')
  await chats.emptyBin(['chat'])
  await storage.flush()
  expect([...(await disk.records()).keys()]).toEqual(['message/chat/a1', 'settings'])
})
