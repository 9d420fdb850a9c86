import { expect, test } from 'vitest'

import { textOf } from '../../../src/chat/answer.ts'
import { createChat } from '../../../src/chat/chat.ts'
import {
  answerNow,
  selectChat,
  selectChatList,
  selectLive,
  selectPath,
  selectPhase,
  selectThread,
} from '../../../src/chat/chatState.ts'
import { chatSettings, fakeAnswer, fakeQuestion, treeOf } from '../../fakes/conversations.ts'
import { chatOf, testChats } from '../../fakes/testChats.ts'

test('a new chat is kept only once something was asked in it', async () => {
  const { chats, openId, converse } = testChats()
  expect(chats.getState().chats.size).toBe(0)
  await converse('What is 2 + 2?')
  expect([...chats.getState().chats.keys()]).toEqual([openId()])
  expect(chats.getState().live.size).toBe(0)
})

test('a question gets its answer', async () => {
  const { converse, lastAnswer } = testChats()
  await converse('What is 2 + 2?', 'It is 4.')
  expect(textOf(lastAnswer(), 'answer')).toBe('It is 4.')
  expect(textOf(lastAnswer(), 'reasoning')).toBe('Well.')
  expect(lastAnswer().ending).toEqual({ kind: 'stop' })
})

test('an empty question is not asked', () => {
  const { chats, openId } = testChats()
  expect(chats.ask(openId(), ' \n')).toBe(false)
  expect(chats.getState().chats.size).toBe(0)
})

test('a chat writes one answer at a time', async () => {
  const { chats, engine, openId } = testChats()
  expect(chats.ask(openId(), 'One')).toBe(true)
  expect(chats.ask(openId(), 'Two')).toBe(false)
  await engine.whenAsked()
  engine.end()
  await chats.whenIdle()
  expect(engine.asked).toHaveLength(1)
})

test('the text of a live answer is beside the tree until it ends', async () => {
  const { chats, engine, openId, lastAnswer } = testChats()
  chats.ask(openId(), 'One')
  await engine.whenAsked()
  engine.say('Hm')
  await expect.poll(() => textOf(answerNow(chats.getState(), lastAnswer()), 'reasoning')).toBe('Hm')
  expect(lastAnswer().parts).toEqual([])
  engine.end()
  await chats.whenIdle()
  expect(textOf(lastAnswer(), 'reasoning')).toBe('Hm')
})

test('a token changes its own answer, and nothing that the rest of the window looks at', async () => {
  const { chats, engine, openId, lastAnswer, converse } = testChats()
  await converse('One')
  const above = lastAnswer()
  chats.ask(openId(), 'Two')
  await engine.whenAsked(2)
  engine.say('Hm')
  const liveText = (): string | undefined =>
    selectLive(lastAnswer())(chats.getState())?.answer.parts[0]?.text
  await expect.poll(liveText).toBe('Hm')
  const seen = (): readonly unknown[] =>
    [
      ...[selectChat, selectThread, selectPath, selectPhase].map((select) => select(openId())),
      selectChatList,
      selectLive(above),
    ].map((select) => select(chats.getState()))
  const before = seen()
  engine.say(' more')
  await expect.poll(liveText).toBe('Hm more')
  expect(seen().map((value, at) => value === before[at])).toEqual(before.map(() => true))
  engine.end()
  await chats.whenIdle()
})

test('a stopped answer keeps its text, and goes on from there', async () => {
  const { chats, engine, openId, lastAnswer } = testChats()
  chats.ask(openId(), 'One')
  await engine.whenAsked()
  engine.say('Hm')
  await expect.poll(() => selectPhase(openId())(chats.getState())).toBe('Thinking')
  chats.stop(openId())
  expect(selectPhase(openId())(chats.getState())).toBe('Stopping')
  await chats.whenIdle()
  expect(lastAnswer()).toMatchObject({ ending: { kind: 'stopped' } })

  const { id } = lastAnswer()
  expect(await chats.continueAnswer(openId(), id)).toBe(true)
  expect((await engine.whenAsked(2)).prefix).toEqual({ reasoning: 'Hm' })
  engine.say('.</think>1')
  engine.end()
  await chats.whenIdle()
  expect(lastAnswer()).toMatchObject({ id, ending: { kind: 'stop' } })
  expect(lastAnswer().parts[0]).toEqual({
    kind: 'reasoning',
    text: 'Hm.',
    marks: [
      { kind: 'stopped', at: 2 },
      { kind: 'continued', at: 2 },
    ],
  })
})

test('an answer that the model ended is not continued', async () => {
  const { chats, openId, converse } = testChats()
  const id = await converse('One')
  expect(await chats.continueAnswer(openId(), id)).toBe(false)
})

test('trying again is asked the same, and both answers are kept', async () => {
  const { chats, engine, openId, converse, shown } = testChats()
  const first = await converse('One')
  expect(chats.tryAgain(openId(), first)).toBe(true)
  await engine.whenAsked(2)
  engine.end()
  await chats.whenIdle()
  expect(engine.asked[1]).toEqual(engine.asked[0])
  expect(shown()).not.toContain(first)
  expect(chats.showVersion(openId(), first)).toBe(true)
  expect(shown()).toContain(first)
})

test('an edited question leaves the old branch as it was', async () => {
  const { chats, engine, openId, converse, shown } = testChats()
  await converse('One')
  const before = shown()
  const [question = ''] = before.split(' ')
  expect(chats.editQuestion(openId(), question, 'Two')).toBe(true)
  expect((await engine.whenAsked(2)).question).toBe('Two')
  engine.end()
  await chats.whenIdle()
  expect(shown()).not.toBe(before)
  chats.showVersion(openId(), question)
  expect(shown()).toBe(before)
})

test('what names no message of the chat changes nothing', async () => {
  const { chats, openId, converse } = testChats()
  const answer = await converse('One')
  const before = chats.getState()
  expect(chats.tryAgain(openId(), 'unknown')).toBe(false)
  expect(chats.editQuestion(openId(), answer, 'Two')).toBe(false)
  expect(await chats.continueAnswer(openId(), 'unknown')).toBe(false)
  expect(chats.showVersion(openId(), 'unknown')).toBe(false)
  expect(chats.removeMessage(openId(), 'unknown')).toBe(false)
  expect(chats.ask('unknown', 'Two')).toBe(false)
  expect(chats.getState()).toBe(before)
})

test('a chat can be renamed, and gets its own title back', async () => {
  const given = testChats()
  await given.converse('One')
  await given.chats.rename(given.openId(), 'Sums')
  expect(chatOf(given).title).toBe('Sums')
  await given.chats.rename(given.openId(), '')
  expect(chatOf(given).title).toBe('One')
})

test('settings change the answers to come', async () => {
  const { chats, engine, openId, converse } = testChats()
  await converse('One')
  chats.changeSettings(openId(), { system: 'Be brief.' })
  await converse('Two')
  expect(engine.asked.map(({ system }) => system)).toEqual(['', 'Be brief.'])
})

test('chats are listed with the one last used first', async () => {
  const { chats, openId, converse } = testChats()
  await converse('One')
  const first = openId()
  chats.newChat()
  await converse('Two')
  const second = openId()
  expect(selectChatList(chats.getState()).map(({ id }) => id)).toEqual([second, first])
  await chats.open(first)
  await converse('Three')
  expect(selectChatList(chats.getState()).map(({ id }) => id)).toEqual([first, second])
})

test('an answer that the app died on is resumed with what it holds', async () => {
  const chat = createChat('stored', 1, chatSettings)
  const died = fakeAnswer({
    chatId: 'stored',
    parts: [{ kind: 'reasoning', text: 'Two and', marks: [] }],
    ending: { kind: 'open' },
  })
  const tree = treeOf(fakeQuestion({ chatId: 'stored' }), died)
  const { chats, engine, lastAnswer } = testChats({
    loadTree: () => Promise.resolve({ kind: 'loaded', tree }),
  })
  chats.addStored([chat])
  await chats.open('stored')
  expect(await chats.continueAnswer('stored', 'a1')).toBe(true)
  expect((await engine.whenAsked()).prefix).toEqual({ reasoning: 'Two and' })
  engine.end()
  await chats.whenIdle()
  expect(lastAnswer().parts[0]?.marks).toEqual([{ kind: 'resumed after a crash', at: 7 }])
})
