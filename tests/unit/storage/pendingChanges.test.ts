import { expect, test } from 'vitest'

import { defaultSettings } from '../../../src/settings/settings.ts'
import {
  emptySnapshot,
  pendingChanges,
  takeSnapshot,
  type Snapshot,
} from '../../../src/storage/pendingChanges.ts'
import {
  chatSettings,
  emptyConversation,
  fakeAnswer,
  fakeQuestion,
  part,
  treeOf,
} from '../../fakes/conversations.ts'
import { testChats } from '../../fakes/testChats.ts'

const { chat } = emptyConversation()
const question = fakeQuestion()
const answer = fakeAnswer()
const settings = defaultSettings('ponder-nano')
const saved: Snapshot = {
  ...emptySnapshot,
  chats: new Map([['chat', chat]]),
  trees: new Map([['chat', treeOf(question, answer)]]),
  settings,
}

const keysOf = (next: Partial<Snapshot>, before = saved): string[] =>
  pendingChanges(before, { ...saved, ...next }).map(({ kind, key }) => `${kind} ${key}`)

test('what did not change is not written', () => {
  expect(keysOf({})).toEqual([])
  expect(keysOf({ trees: new Map([['chat', treeOf(question, answer)]]) })).toEqual([])
})

test('one changed message is one write', () => {
  const grown = { ...answer, parts: [part('answer', '4')] }
  expect(keysOf({ trees: new Map([['chat', treeOf(question, grown)]]) })).toEqual([
    'put message/chat/a1',
  ])
})

test('a changed chat is written without its messages', () => {
  const chats = new Map([['chat', { ...chat, title: 'Sums' }]])
  expect(keysOf({ chats })).toEqual(['put chat/chat'])
})

test('a deleted message is deleted by its own key', () => {
  expect(keysOf({ trees: new Map([['chat', treeOf(question)]]) })).toEqual([
    'delete message/chat/a1',
  ])
})

test('a deleted chat goes with the messages that were read, one by one', () => {
  expect(keysOf({ chats: new Map(), trees: new Map() })).toEqual([
    'delete chat/chat',
    'delete message/chat/q1',
    'delete message/chat/a1',
  ])
})

test('a chat whose messages are not loaded keeps them', () => {
  expect(keysOf({ trees: new Map() })).toEqual([])
})

test('a deleted chat that comes back is written whole', () => {
  const nothing: Snapshot = { ...emptySnapshot, settings }
  expect(keysOf({}, nothing)).toEqual([
    'put chat/chat',
    'put message/chat/q1',
    'put message/chat/a1',
  ])
})

test('settings are written when they are other ones', () => {
  expect(keysOf({ settings: { ...settings, theme: 'dark' } })).toEqual(['put settings'])
})

test('a new chat in which nothing was typed is not part of what is stored', () => {
  const { chats } = testChats()
  const snapshot = takeSnapshot(chats.getState(), { ...settings, chat: chatSettings })
  expect(snapshot.unsent).toBeNull()
  expect(snapshot.chats.size).toBe(0)
  expect(snapshot.trees.size).toBe(0)
})

test('a live answer is stored with the text that it has so far', async () => {
  const { chats, engine, openId, lastAnswer } = testChats()
  chats.ask(openId(), 'One')
  await engine.whenAsked()
  engine.say('Hm')
  const stored = (): unknown =>
    takeSnapshot(chats.getState(), settings).trees.get(openId())?.get(lastAnswer().id)
  await expect.poll(stored).toMatchObject({ parts: [part('reasoning', 'Hm')] })
  engine.end()
  await chats.whenIdle()
})
