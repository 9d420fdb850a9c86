import { expect, test } from 'vitest'

import { selectChatList } from '../../../src/chat/chatState.ts'
import { chatToRecord } from '../../../src/storage/chatRecord.ts'
import { messageToRecord } from '../../../src/storage/messageRecord.ts'
import { emptyConversation, fakeAnswer, fakeQuestion, part } from '../../fakes/conversations.ts'
import { testDisk } from '../../fakes/testDisk.ts'
import { openWindow } from '../../fakes/testStorage.ts'

const { chat } = emptyConversation()
const whole = {
  'chat/chat': chatToRecord({ ...chat, title: 'Sums' }),
  'message/chat/q1': messageToRecord(fakeQuestion()),
  'message/chat/a1': messageToRecord(fakeAnswer({ parts: [part('answer', '4')] })),
  'message/chat/q2': messageToRecord(fakeQuestion({ id: 'q2', parent: 'a1', createdAt: 3 })),
}
const other = chatToRecord(emptyConversation('other').chat)

const protoRecord: unknown = JSON.parse('{ "__proto__": { "v": 1, "role": "question" } }')

test.each([
  ['of a wrong type', 'text'],
  ['truncated', { v: 1, role: 'answer', id: 'a1' }],
  ['of nothing but __proto__', protoRecord],
  ['under the key of another', messageToRecord(fakeAnswer({ id: 'a9' }))],
  ['of another chat', messageToRecord(fakeAnswer({ chatId: 'other' }))],
])('a message %s is set aside raw and told, and the rest opens', async (_what, raw) => {
  const disk = await testDisk({ ...whole, 'message/chat/a1': raw })
  const { chats, storage, shown } = await openWindow(disk)
  await chats.open('chat')
  expect(shown()).toBe('q1 a1 q2')
  expect(storage.state.getState().broken).toMatchObject([
    { key: 'message/chat/a1', kind: 'broken' },
  ])
  const records = await disk.records()
  expect(records.has('message/chat/a1')).toBe(false)
  expect(records.get('broken/message/chat/a1')).toMatchObject({ key: 'message/chat/a1', raw })
  expect({}).not.toHaveProperty('role')
})

test('a broken chat record is set aside, and the chat made anew around its messages', async () => {
  const disk = await testDisk({ ...whole, 'chat/chat': { v: 1, id: 'chat' }, 'chat/other': other })
  const { chats, storage, shown } = await openWindow(disk)
  expect(selectChatList(chats.getState()).map(({ id }) => id)).toEqual(['other', 'chat'])
  await chats.open('chat')
  expect(shown()).toBe('q1 a1 q2')
  expect(chats.getState().chats.get('chat')?.title).toBe('What is 2 + 2?')
  expect(storage.state.getState().broken).toMatchObject([{ key: 'chat/chat', kind: 'broken' }])
  expect((await disk.records()).get('broken/chat/chat')).toMatchObject({ raw: { id: 'chat' } })
})

test('broken settings are set aside, and the app opens with its own', async () => {
  const disk = await testDisk({ ...whole, settings: { v: 1, theme: 'pink' } })
  const { loaded, settings } = await openWindow(disk)
  expect(loaded).toMatchObject({ kind: 'loaded', settings: null, chats: [{ id: 'chat' }] })
  expect(settings.getState().theme).toBe('system')
  expect((await disk.records()).get('broken/settings')).toMatchObject({ raw: { theme: 'pink' } })
})

test('a record that breaks twice is set aside twice', async () => {
  const disk = await testDisk({ settings: 1, 'broken/settings': { raw: 0 } })
  await openWindow(disk)
  const raws = (await disk.readAll('broken/settings')).map(({ value }) => value)
  expect(raws).toMatchObject([{ raw: 0 }, { raw: 1 }])
})

test('a full disk that takes nothing aside does not stop the rest from opening', async () => {
  const disk = await testDisk({ ...whole, 'message/chat/a1': 'text' })
  disk.failWith(new DOMException('Full.', 'QuotaExceededError'))
  const { chats, shown } = await openWindow(disk)
  await chats.open('chat')
  expect(shown()).toBe('q1 a1 q2')
  expect((await disk.records()).get('message/chat/a1')).toBe('text')
})

test('stand-ins for lost messages are never written', async () => {
  const disk = await testDisk({ ...whole, 'message/chat/a1': 'text' })
  const { chats, storage } = await openWindow(disk)
  await chats.open('chat')
  await chats.rename('chat', 'Renamed')
  await storage.flush()
  expect((await disk.records()).has('message/chat/a1')).toBe(false)
})
