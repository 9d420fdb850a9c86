import { expect, test } from 'vitest'

import { textOf } from '../../../src/chat/answer.ts'
import { createChat } from '../../../src/chat/chat.ts'
import { selectPhase } from '../../../src/chat/chatState.ts'
import { chatSettings } from '../../fakes/conversations.ts'
import { createFakeEngine } from '../../fakes/fakeEngine.ts'
import { chatOf, testChats } from '../../fakes/testChats.ts'

test('a deleted message comes back with undo, once', async () => {
  const { chats, openId, converse, shown } = testChats()
  const answer = await converse('One')
  const before = shown()
  expect(chats.removeMessage(openId(), answer)).toBe(true)
  expect(shown()).not.toContain(answer)
  expect(chats.undoRemove()).toBe(true)
  expect(shown()).toBe(before)
  expect(chats.undoRemove()).toBe(false)
})

test('a delete that is forgotten cannot be undone', async () => {
  const { chats, openId, converse } = testChats()
  chats.removeMessage(openId(), await converse('One'))
  chats.forgetRemoved()
  expect(chats.undoRemove()).toBe(false)
})

test('deleting an answer while it is written ends it, and undo shows it as it stood', async () => {
  const { chats, engine, openId, lastAnswer } = testChats({
    engine: createFakeEngine({ obeysStop: false }),
  })
  chats.ask(openId(), 'One')
  await engine.whenAsked()
  engine.say('Hm')
  await expect.poll(() => selectPhase(openId())(chats.getState())).toBe('Thinking')
  const { id } = lastAnswer()
  expect(chats.removeMessage(openId(), id)).toBe(true)
  expect(chats.getState().live.size).toBe(0)

  engine.say(' too late')
  engine.end()
  await chats.whenIdle()
  chats.undoRemove()
  expect(lastAnswer()).toMatchObject({ id, ending: { kind: 'stopped' } })
  expect(textOf(lastAnswer(), 'reasoning')).toBe('Hm')
})

test('deleting another branch leaves the answer that is written alone', async () => {
  const { chats, engine, openId, converse, lastAnswer } = testChats()
  const first = await converse('One')
  chats.tryAgain(openId(), first)
  await engine.whenAsked(2)
  expect(chats.removeMessage(openId(), first)).toBe(true)
  engine.say('Hm')
  engine.end()
  await chats.whenIdle()
  expect(lastAnswer()).toMatchObject({ ending: { kind: 'stop' } })
})

test('a deleted chat leaves the screen to a new one, and comes back whole with undo', async () => {
  const given = testChats()
  const { chats, openId, converse, shown } = given
  await converse('One')
  const id = openId()
  const before = shown()
  const chat = chatOf(given)
  expect(await chats.removeChat(id)).toBe(true)
  expect(chats.getState().chats.size).toBe(0)
  expect(openId()).not.toBe(id)
  chats.undoRemove()
  expect(openId()).toBe(id)
  expect(chatOf(given)).toBe(chat)
  expect(shown()).toBe(before)
})

test('a chat that was never opened is read before it is deleted, so that undo has all of it', async () => {
  let reads = 0
  const { chats } = testChats({
    loadTree() {
      reads += 1
      return Promise.resolve({ kind: 'loaded', tree: new Map() })
    },
  })
  chats.addStored([createChat('stored', 1, chatSettings)])
  expect(await chats.removeChat('stored')).toBe(true)
  expect(reads).toBe(1)
  expect(chats.getState().removed).toMatchObject({ kind: 'chat' })
})

test('a chat that cannot be read is not deleted', async () => {
  const { chats } = testChats({
    loadTree: () => Promise.resolve({ kind: 'failed', reason: 'The disk is gone.' }),
  })
  chats.addStored([createChat('stored', 1, chatSettings)])
  expect(await chats.removeChat('stored')).toBe(false)
  expect(chats.getState().chats.has('stored')).toBe(true)
})

test('a draft is not deleted', async () => {
  const { chats, openId } = testChats()
  expect(await chats.removeChat(openId())).toBe(false)
  expect(chats.getState().removed).toBeNull()
})
