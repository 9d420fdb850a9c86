import { expect, test } from 'vitest'

import { textOf } from '../../../src/chat/answer.ts'
import { selectDraft, selectPath } from '../../../src/chat/chatState.ts'
import type { Answer, ChatId } from '../../../src/chat/message.ts'
import { createManyTabs, type ManyTabs, type Tab } from '../../fakes/manyTabs.ts'
import { replyTo } from '../../fakes/tabEngine.ts'
import { testDisk } from '../../fakes/testDisk.ts'

/** So that a test can look in between. */
const slowly = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20))

const often = { interval: 5, timeout: 5_000 }

const manyTabs = async (count: number): Promise<ManyTabs & { readonly opened: Tab[] }> => {
  const tabs = createManyTabs(await testDisk(), slowly)
  const opened: Tab[] = []
  for (let at = 0; at < count; at += 1) opened.push(await tabs.openTab())
  return { ...tabs, opened }
}

function lastAnswer(tab: Tab, chat: ChatId): Answer | undefined {
  const last = selectPath(chat)(tab.chats.getState()).at(-1)
  return last?.role === 'answer' ? last : undefined
}

const isWhole = (answer: Answer | undefined, question: string): boolean => {
  const { thought, answer: text } = replyTo(question)
  return (
    answer?.ending.kind === 'stop' &&
    textOf(answer, 'reasoning') === thought &&
    textOf(answer, 'answer') === text
  )
}

const phaseOf = (tab: Tab, chat: ChatId): string | undefined =>
  tab.chats.getState().live.get(chat)?.phase.kind

test('one engine answers the questions of two tabs', async () => {
  const { opened, count } = await manyTabs(2)
  const [one, two] = opened as [Tab, Tab]
  const chats = [one.chats.getState().openChat, two.chats.getState().openChat] as const
  one.chats.ask(chats[0], 'First?')
  two.chats.ask(chats[1], 'Second?')
  await expect.poll(() => isWhole(lastAnswer(one, chats[0]), 'First?'), often).toBe(true)
  await expect.poll(() => isWhole(lastAnswer(two, chats[1]), 'Second?'), often).toBe(true)
  expect(count.most).toBe(1)
  expect(opened.map(({ engine }) => engine.isHolder())).toEqual([true, false])
  expect(two.engine.getState()).toMatchObject({ status: 'ready', model: 'ponder-nano' })
})

test('a question waits, and says so, while another tab’s reply is written', async () => {
  const { opened } = await manyTabs(2)
  const [one, two] = opened as [Tab, Tab]
  const chat = two.chats.getState().openChat
  one.chats.ask(one.chats.getState().openChat, 'First?')
  two.chats.ask(chat, 'Second?')
  await expect
    .poll(() => two.chats.getState().live.get(chat)?.phase, often)
    .toEqual({
      kind: 'waiting',
      for: 'another tab',
    })
  two.chats.stop(chat)
  await two.chats.whenIdle()
  expect(lastAnswer(two, chat)?.ending.kind).toBe('stopped')
  await one.chats.whenIdle()
})

test('when the holder dies, the other tab’s reply goes on from its last word, and is the same', async () => {
  const { opened, count } = await manyTabs(2)
  const [one, two] = opened as [Tab, Tab]
  const chat = two.chats.getState().openChat
  two.chats.ask(chat, 'Second?')
  await expect.poll(() => phaseOf(two, chat), often).toBe('thinking')
  one.die()
  await expect.poll(() => isWhole(lastAnswer(two, chat), 'Second?'), often).toBe(true)
  expect(two.engine.isHolder()).toBe(true)
  expect(count.most).toBe(1)
})

test('a reply grows in a second tab that has its chat open, which can stop it', async () => {
  const { opened } = await manyTabs(2)
  const [one, two] = opened as [Tab, Tab]
  const chat = one.chats.getState().openChat
  one.chats.ask(chat, 'First?')
  await one.storage.flush()
  await expect.poll(() => two.chats.getState().chats.has(chat), often).toBe(true)
  await two.chats.open(chat)
  await expect
    .poll(() => two.chats.getState().watched.get(chat)?.phase.kind, often)
    .toBe('thinking')
  two.chats.stop(chat)
  await one.chats.whenIdle()
  await expect.poll(() => lastAnswer(two, chat)?.ending.kind, often).toBe('stopped')
  await expect.poll(() => two.chats.getState().watched.size, often).toBe(0)
  expect(lastAnswer(two, chat)?.parts).toEqual(lastAnswer(one, chat)?.parts)
})

test('a dead tab’s own reply goes on in another, marked, and is the same as without', async () => {
  const { opened } = await manyTabs(3)
  const [one, two] = opened as [Tab, Tab, Tab]
  const chat = one.chats.getState().openChat
  one.chats.ask(chat, 'First?')
  await expect.poll(() => phaseOf(one, chat), often).toBe('thinking')
  await one.storage.flush()
  await expect.poll(() => two.chats.getState().chats.has(chat), often).toBe(true)
  await two.chats.open(chat)
  one.die()
  await expect.poll(() => isWhole(lastAnswer(two, chat), 'First?'), often).toBe(true)
  const marks = lastAnswer(two, chat)?.parts.flatMap((part) => part.marks.map(({ kind }) => kind))
  expect(marks).toEqual(['resumed after a crash'])
})

test('a reply whose lock comes late is left to the tab that writes it', async () => {
  const tabs = createManyTabs(await testDisk(), slowly)
  const one = await tabs.openTab(slowly)
  const two = await tabs.openTab()
  const chat = one.chats.getState().openChat
  const own = two.chats.getState().openChat
  const taken: unknown[] = []
  two.chats.subscribe(({ live }) => taken.push(...[...live.keys()].filter((id) => id === chat)))
  one.chats.ask(chat, 'First?')
  two.chats.ask(own, 'Second?')
  await one.storage.flush()
  await one.chats.whenIdle()
  await two.chats.whenIdle()
  expect(taken).toEqual([])
  await two.chats.open(chat)
  for (const tab of [one, two]) {
    expect(isWhole(lastAnswer(tab, chat), 'First?')).toBe(true)
    expect(lastAnswer(tab, chat)?.parts.flatMap(({ marks }) => marks)).toEqual([])
  }
})

test('what is renamed, chosen and deleted in one tab is so in the other, and typing is left alone', async () => {
  const { opened } = await manyTabs(2)
  const [one, two] = opened as [Tab, Tab]
  const chat = one.chats.getState().openChat
  one.chats.ask(chat, 'First?')
  await one.chats.whenIdle()
  two.chats.writeDraft(two.chats.getState().openChat, 'half a ques')
  await one.chats.rename(chat, 'Sums')
  one.settings.change({ theme: 'dark' })
  const preset = one.presets.add({ name: 'Mine', question: 'What?' })
  await one.storage.flush()
  await expect.poll(() => two.chats.getState().chats.get(chat)?.title, often).toBe('Sums')
  await expect.poll(() => two.settings.getState().theme, often).toBe('dark')
  await expect.poll(() => two.presets.getState().presets.get(preset.id)?.name, often).toBe('Mine')
  await one.chats.removeChat(chat)
  one.presets.remove(preset.id)
  await one.storage.flush()
  await expect.poll(() => two.chats.getState().chats.size, often).toBe(0)
  await expect.poll(() => two.presets.getState().presets.size, often).toBe(0)
  const { openChat } = two.chats.getState()
  expect(selectDraft(openChat)(two.chats.getState()).text).toBe('half a ques')
})
