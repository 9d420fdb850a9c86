import { expect, test } from 'vitest'

import { textOf } from '../../../src/chat/answer.ts'
import { testDisk } from '../../fakes/testDisk.ts'
import { testLocks } from '../../fakes/testLocks.ts'
import { openWindow, type TestWindow } from '../../fakes/testStorage.ts'

interface TwoTabs {
  readonly first: TestWindow
  readonly second: TestWindow
  readonly chat: string
  readonly answer: string
}

/** A first tab in mid-thought, and a second one that has opened the same chat. */
async function twoTabs(): Promise<TwoTabs> {
  const disk = await testDisk()
  const locks = testLocks()
  const first = await openWindow(disk, locks)
  const chat = first.openId()
  first.chats.ask(chat, 'One')
  await first.engine.whenAsked()
  first.engine.say('Well')
  await expect.poll(() => first.chats.getState().live.get(chat)?.phase.kind).toBe('thinking')
  await first.storage.flush()
  const second = await openWindow(disk, locks)
  await second.chats.open(chat)
  return { first, second, chat, answer: first.lastAnswer().id }
}

const isElsewhere = ({ second, answer }: TwoTabs): boolean =>
  second.chats.getState().elsewhere.has(answer)

test('a reply that another tab writes is known as such, and cannot be continued here', async () => {
  const tabs = await twoTabs()
  expect(isElsewhere(tabs)).toBe(true)
  expect(await tabs.second.chats.continueAnswer(tabs.chat, tabs.answer)).toBe(false)
  expect(tabs.second.engine.asked).toEqual([])
})

test('the same holds when the other tab begins only after the chat was opened here', async () => {
  const tabs = await twoTabs()
  const { first, second, chat, answer } = tabs
  first.chats.stop(chat)
  await first.chats.whenIdle()
  await expect.poll(() => isElsewhere(tabs)).toBe(false)

  expect(await first.chats.continueAnswer(chat, answer)).toBe(true)
  expect(await second.chats.continueAnswer(chat, answer)).toBe(false)
  expect(isElsewhere(tabs)).toBe(true)
  expect(second.engine.asked).toEqual([])
})

test('a reply that another tab has ended appears here, and is written once', async () => {
  const tabs = await twoTabs()
  const { first, second } = tabs
  first.engine.say('.</think>It is 1.')
  first.engine.end()
  await first.chats.whenIdle()
  await expect.poll(() => isElsewhere(tabs)).toBe(false)
  expect(second.lastAnswer()).toEqual(first.lastAnswer())
  expect(textOf(second.lastAnswer(), 'answer')).toBe('It is 1.')
})

test('what another tab has finished since is shown instead of being continued', async () => {
  const tabs = await twoTabs()
  const { first, second, chat, answer } = tabs
  first.chats.stop(chat)
  await first.chats.whenIdle()
  await expect.poll(() => isElsewhere(tabs)).toBe(false)
  await first.chats.continueAnswer(chat, answer)
  await first.engine.whenAsked(2)
  first.engine.say('.</think>It is 1.')
  first.engine.end()
  await first.chats.whenIdle()
  await first.storage.flush()

  expect(second.lastAnswer().ending).toEqual({ kind: 'stopped' })
  expect(await second.chats.continueAnswer(chat, answer)).toBe(false)
  expect(second.lastAnswer()).toEqual(first.lastAnswer())
})

test('a reply that the other tab stopped goes on here from its last word', async () => {
  const tabs = await twoTabs()
  const { first, second, chat, answer } = tabs
  first.engine.say(' then')
  first.chats.stop(chat)
  await first.chats.whenIdle()
  await expect.poll(() => isElsewhere(tabs)).toBe(false)
  expect(await second.chats.continueAnswer(chat, answer)).toBe(true)
  expect((await second.engine.whenAsked()).prefix).toEqual({ reasoning: 'Well then' })
  second.engine.end()
  await second.chats.whenIdle()
})

test('a reply continued at once after a stop is not taken for another tab’s', async () => {
  const { first, chat, answer } = await twoTabs()
  first.chats.stop(chat)
  await first.chats.whenIdle()
  expect(await first.chats.continueAnswer(chat, answer)).toBe(true)
  expect((await first.engine.whenAsked(2)).prefix).toEqual({ reasoning: 'Well' })
  first.engine.end()
  await first.chats.whenIdle()
})
