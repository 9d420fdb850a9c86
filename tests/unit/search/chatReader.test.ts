import { expect, test } from 'vitest'

import { createChatReader } from '../../../src/search/chatReader.ts'
import { chatToRecord } from '../../../src/storage/chatRecord.ts'
import { messageToRecord } from '../../../src/storage/messageRecord.ts'
import { emptyConversation, fakeAnswer, fakeQuestion, part } from '../../fakes/conversations.ts'
import { testDisk } from '../../fakes/testDisk.ts'

const { chat } = emptyConversation()
const answer = fakeAnswer({ parts: [part('reasoning', 'An ostrich.'), part('answer', 'It is 4.')] })
const records = {
  'chat/chat': chatToRecord({ ...chat, title: 'Sums' }),
  'message/chat/q1': messageToRecord(fakeQuestion()),
  'message/chat/a1': messageToRecord(answer),
}
const nobody = (): void => undefined

test('a word of a thought is found in its chat', async () => {
  const reader = createChatReader(await testDisk(records))
  await reader.readAll(nobody)
  expect(reader.search('ostrich', 0)).toEqual({
    hits: [
      {
        chatId: 'chat',
        message: 'a1',
        kind: 'thought',
        title: 'Sums',
        snippet: [
          { text: 'An ', isMatch: false },
          { text: 'ostrich', isMatch: true },
          { text: '.', isMatch: false },
        ],
      },
    ],
    places: 1,
    isWhole: true,
  })
})

test('before all is read, an answer says that it is not whole', async () => {
  const reader = createChatReader(await testDisk(records))
  expect(reader.search('ostrich', 0)).toMatchObject({ places: 0, isWhole: false })
})

test('a message that changes, is new or is deleted is found as it is', async () => {
  const disk = await testDisk(records)
  const reader = createChatReader(disk)
  await reader.readAll(nobody)
  const changed = { ...answer, parts: [part('answer', 'A heron.')] }
  await disk.write([
    { kind: 'put', key: 'message/chat/a1', value: messageToRecord(changed) },
    { kind: 'delete', key: 'message/chat/q1' },
  ])
  await reader.readAgain(['message/chat/a1', 'message/chat/q1'])
  expect(reader.search('heron', 0).places).toBe(1)
  expect(reader.search('ostrich', 0).places).toBe(0)
  expect(reader.search('2 + 2', 0).places).toBe(0)
})

test('a chat in the bin is not found, and is once it is restored', async () => {
  const binned = { ...chat, title: 'Sums', deletedAt: 5 }
  const disk = await testDisk({ ...records, 'chat/chat': chatToRecord(binned) })
  const reader = createChatReader(disk)
  await reader.readAll(nobody)
  expect(reader.search('sums', 0).places).toBe(0)
  expect(reader.search('ostrich', 0).places).toBe(0)
  await disk.write([{ kind: 'put', key: 'chat/chat', value: records['chat/chat'] }])
  await reader.readAgain(['chat/chat'])
  expect(reader.search('ostrich', 0).places).toBe(1)
})

test('damaged records are passed over, and stay on the disk', async () => {
  const disk = await testDisk({ ...records, 'message/chat/x': { v: 1 }, 'chat/y': 'nonsense' })
  const reader = createChatReader(disk)
  await reader.readAll(nobody)
  expect(reader.search('ostrich', 0).places).toBe(1)
  expect((await disk.records()).get('chat/y')).toBe('nonsense')
})
