import { expect, test } from 'vitest'

import { chatToFragment } from '../../../src/app/address.ts'
import { createNavigation, type Navigation } from '../../../src/app/navigation.ts'
import { createChat } from '../../../src/chat/chat.ts'
import { chatSettings } from '../../fakes/conversations.ts'
import { testChats, type TestChats } from '../../fakes/testChats.ts'

interface TestWindow extends TestChats {
  readonly navigation: Navigation
  readonly entries: () => readonly string[]
  readonly address: () => string
  /** The person goes so many entries back, or forward. */
  readonly go: (steps: number) => Promise<void>
  /** The person types an address, or follows a link. */
  readonly visit: (fragment: string) => Promise<void>
}

/** Chats with an address bar, opened at this address. */
async function openAt(fragment: string): Promise<TestWindow> {
  const given = testChats()
  given.chats.addStored([
    createChat('stored', 1, chatSettings),
    createChat('other', 2, chatSettings),
  ])
  let entries = [fragment]
  let at = 0
  let moved = (): void => undefined
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))
  const navigation = createNavigation(given.chats, {
    fragment: () => entries[at] ?? '',
    push(next) {
      entries = [...entries.slice(0, at + 1), next]
      at += 1
    },
    replace(next) {
      entries = entries.with(at, next)
    },
    onMove(listener) {
      moved = listener
    },
  })
  await navigation.follow()
  return {
    ...given,
    navigation,
    entries: () => entries,
    address: () => entries[at] ?? '',
    async go(steps) {
      at += steps
      moved()
      await settled()
    },
    async visit(next) {
      entries = [...entries.slice(0, at + 1), next]
      at += 1
      moved()
      await settled()
    },
  }
}

test('the chat of the address is opened', async () => {
  const { openId, entries, navigation } = await openAt('#chat=stored')
  expect(openId()).toBe('stored')
  expect(navigation.state.getState().kind).toBe('chat')
  expect(entries()).toEqual(['#chat=stored'])
})

test('Back and Forward walk through the chats that were opened', async () => {
  const { openId, go, visit, entries } = await openAt('')
  const unsent = openId()
  await visit('#chat=stored')
  await visit('#chat=other')
  await go(-1)
  expect(openId()).toBe('stored')
  await go(-1)
  expect(openId()).toBe(unsent)
  await go(2)
  expect(openId()).toBe('other')
  expect(entries()).toEqual(['', '#chat=stored', '#chat=other'])
})

test('a chat that the app opens by itself is an entry too', async () => {
  const { chats, openId, address, go } = await openAt('#chat=stored')
  await chats.open('other')
  expect(address()).toBe('#chat=other')
  await go(-1)
  expect(openId()).toBe('stored')
})

test('New chat is an entry, and its first question gives that entry its address', async () => {
  const { navigation, converse, openId, entries, go } = await openAt('#chat=stored')
  navigation.newChat()
  const id = openId()
  await converse('One')
  expect(entries()).toEqual(['#chat=stored', chatToFragment(id)])
  await go(-1)
  expect(openId()).toBe('stored')
  await go(1)
  expect(openId()).toBe(id)
})

test('a deleted chat leaves its entry to what takes its place', async () => {
  const { chats, entries, visit } = await openAt('#chat=stored')
  await visit('#chat=other')
  await chats.removeChat('other')
  expect(entries()).toEqual(['#chat=stored', ''])
})

test('an address of a chat that is not here says so, and is left as it is', async () => {
  const { navigation, address, openId, chats } = await openAt('#chat=gone')
  expect(navigation.state.getState().kind).toBe('unknown chat')
  expect(address()).toBe('#chat=gone')
  chats.writeDraft(openId(), 'typed')
  expect(address()).toBe('#chat=gone')
  navigation.newChat()
  expect(navigation.state.getState().kind).toBe('chat')
  expect(address()).toBe('')
})

test('Back to a chat that was deleted since says so; the next one opens again', async () => {
  const { chats, navigation, openId, visit, go } = await openAt('#chat=stored')
  await visit('#chat=other')
  await chats.removeChat('stored')
  await go(-1)
  expect(navigation.state.getState().kind).toBe('unknown chat')
  await go(1)
  expect(navigation.state.getState().kind).toBe('chat')
  expect(openId()).toBe('other')
})

test('what the address holds beside chats stays until a chat is opened', async () => {
  const { chats, openId, address, converse } = await openAt('#p=1.abc')
  chats.writeDraft(openId(), 'typed')
  expect(address()).toBe('#p=1.abc')
  await converse('One')
  expect(address()).toBe(chatToFragment(openId()))
})
