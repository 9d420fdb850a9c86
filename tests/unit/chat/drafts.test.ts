import { expect, test } from 'vitest'

import { selectDraft } from '../../../src/chat/chatState.ts'
import { chatOf, testChats } from '../../fakes/testChats.ts'

const textIn = ({ chats, openId }: ReturnType<typeof testChats>): string =>
  selectDraft(openId())(chats.getState()).text

test('what is typed waits in its chat while another is open', async () => {
  const given = testChats()
  const { chats, converse, openId } = given
  await converse('One')
  const first = openId()
  chats.writeDraft(first, 'not sent')
  chats.newChat()
  expect(textIn(given)).toBe('')
  chats.writeDraft(openId(), 'nor this')
  await chats.open(first)
  expect(textIn(given)).toBe('not sent')
  chats.newChat()
  expect(textIn(given)).toBe('nor this')
})

test('a new chat that was never asked in waits with its settings', async () => {
  const given = testChats()
  const { chats, converse, openId } = given
  await converse('One')
  const first = openId()
  const unsent = chats.newChat()
  chats.changeSettings(unsent, { system: 'Be brief.' })
  await chats.open(first)
  expect(chats.newChat()).toBe(unsent)
  expect(chatOf(given).system).toBe('Be brief.')
  await converse('Two')
  expect(chats.newChat()).not.toBe(unsent)
  expect(chatOf(given).system).toBe('')
})

test('a new chat after a deleted one is another chat', async () => {
  const { chats, converse, openId } = testChats()
  await converse('One')
  const deleted = openId()
  await chats.removeChat(deleted)
  expect(openId()).not.toBe(deleted)
  chats.writeDraft(openId(), 'new')
  chats.undoRemove()
  expect(selectDraft(deleted)(chats.getState()).text).toBe('')
})

test('an edit that was begun waits beside the question, until it is given up', () => {
  const { chats, openId } = testChats()
  chats.writeEdit(openId(), 'q1', 'What is 3 + 3?')
  chats.writeDraft(openId(), 'typed')
  expect(selectDraft(openId())(chats.getState())).toEqual({
    text: 'typed',
    edits: new Map([['q1', 'What is 3 + 3?']]),
  })
  chats.writeEdit(openId(), 'q1', null)
  expect(selectDraft(openId())(chats.getState()).edits.size).toBe(0)
})

test('a deleted chat comes back with what was typed in it', async () => {
  const { chats, converse, openId } = testChats()
  await converse('One')
  const id = openId()
  chats.writeDraft(id, 'not sent')
  await chats.removeChat(id)
  chats.undoRemove()
  expect(selectDraft(id)(chats.getState()).text).toBe('not sent')
})
