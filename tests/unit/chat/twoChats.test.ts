import { expect, test } from 'vitest'

import { selectPhase, selectPath } from '../../../src/chat/chatState.ts'
import type { Answer } from '../../../src/chat/message.ts'
import { testChats, type TestChats } from '../../fakes/testChats.ts'

/** Two chats in which something was asked, the second waiting for the first. */
async function twoWaiting(): Promise<
  TestChats & { readonly first: string; readonly second: string }
> {
  const given = testChats()
  const first = given.openId()
  given.chats.ask(first, 'One')
  const second = given.chats.newChat()
  given.chats.ask(second, 'Two')
  await given.engine.whenAsked()
  return { ...given, first, second }
}

function answerIn({ chats }: TestChats, id: string): Answer {
  const last = selectPath(id)(chats.getState()).at(-1)
  if (last?.role !== 'answer') throw new Error('There is no answer.')
  return last
}

test('the engine writes one reply at a time, and the other chat says what it waits for', async () => {
  const { chats, engine, second } = await twoWaiting()
  expect(engine.asked.map(({ question }) => question)).toEqual(['One'])
  expect(selectPhase(second)(chats.getState())).toBe('Waiting for another reply to end')
  engine.end()
  expect((await engine.whenAsked(2)).question).toBe('Two')
  engine.end()
  await chats.whenIdle()
})

test('each reply lands in its own chat', async () => {
  const given = await twoWaiting()
  const { chats, engine, first, second } = given
  engine.say('one')
  engine.end()
  await engine.whenAsked(2)
  engine.say('two')
  engine.end()
  await chats.whenIdle()
  expect(answerIn(given, first).parts[0]?.text).toBe('one')
  expect(answerIn(given, second).parts[0]?.text).toBe('two')
})

test('a waiting reply stops at once and is never asked', async () => {
  const given = await twoWaiting()
  const { chats, engine, first, second } = given
  chats.stop(second)
  await expect.poll(() => selectPhase(second)(chats.getState())).toBeUndefined()
  expect(answerIn(given, second).ending).toEqual({ kind: 'stopped' })
  expect(selectPhase(first)(chats.getState())).toBeDefined()
  engine.end()
  await chats.whenIdle()
  expect(engine.asked).toHaveLength(1)
})

test('a reply that fails lets the next one begin', async () => {
  const given = await twoWaiting()
  const { chats, engine, first, second } = given
  engine.fail({ kind: 'crash', detail: '' })
  await engine.whenAsked(2)
  engine.end()
  await chats.whenIdle()
  expect(answerIn(given, first).ending.kind).toBe('failed')
  expect(answerIn(given, second).ending.kind).toBe('stop')
})

test('a chat that is deleted while it waits is never asked', async () => {
  const { chats, engine, second } = await twoWaiting()
  await chats.removeChat(second)
  engine.end()
  await chats.whenIdle()
  expect(engine.asked).toHaveLength(1)
  expect(chats.getState().live.size).toBe(0)
})
