import { expect, test } from 'vitest'

import {
  ask,
  changeSettings,
  continueAnswer,
  editQuestion,
  rename,
  replaceMessage,
  showVersion,
  touch,
  tryAgain,
} from '../../../src/chat/chat.ts'
import { untitled } from '../../../src/chat/chatTitle.ts'
import { versionOf } from '../../../src/chat/messageTree.ts'
import {
  emptyConversation,
  fakeAnswer,
  fakeQuestion,
  newAnswer,
  newTurn,
  part,
  shownIds,
  treeOf,
} from '../../fakes/conversations.ts'

const asked = ask(emptyConversation(), 'What is 2 + 2?', newTurn(1)).conversation
const question = fakeQuestion({ id: 'q1', parent: null })

test('a first question names the chat and opens an answer to it', () => {
  const { conversation, answer } = ask(emptyConversation(), 'What is 2 + 2?', newTurn(1))
  expect(shownIds(conversation)).toBe('q1 a1')
  expect(conversation.chat.title).toBe('What is 2 + 2?')
  expect(answer).toMatchObject({ parent: 'q1', ending: { kind: 'open' }, parts: [] })
})

test('a later question does not rename the chat', () => {
  const { conversation } = ask(asked, 'And 3 + 3?', newTurn(2))
  expect(conversation.chat.title).toBe('What is 2 + 2?')
  expect(shownIds(conversation)).toBe('q1 a1 q2 a2')
})

test('a title that a person gave outlives a first question', () => {
  const { tree, chat } = emptyConversation()
  const named = { tree, chat: rename({ tree, chat }, 'Sums') }
  expect(ask(named, 'What is 2 + 2?', newTurn(1)).conversation.chat.title).toBe('Sums')
})

test('an empty title gives the chat back its own', () => {
  const named = { ...asked, chat: rename(asked, '  My \n sums ') }
  expect(named.chat).toMatchObject({ title: 'My sums', titledBy: 'person' })
  expect(rename(named, '  ')).toMatchObject({ title: 'What is 2 + 2?', titledBy: 'question' })
  expect(rename(emptyConversation(), '')).toMatchObject({ title: untitled })
})

test('an edited question is a branch beside the old one, which is kept', () => {
  const longer = ask(asked, 'And 3 + 3?', newTurn(2)).conversation
  const edited = editQuestion(longer, question, 'What is 5 + 5?', newTurn(3)).conversation
  expect(shownIds(edited)).toBe('q3 a3')
  expect(edited.tree.size).toBe(6)
  expect(shownIds(showVersion(edited, question))).toBe('q1 a1 q2 a2')
})

test('trying again adds a version and shows it', () => {
  const { conversation, answer } = tryAgain(asked, 'q1', newAnswer('a2'))
  expect(shownIds(conversation)).toBe('q1 a2')
  expect(versionOf(conversation.tree, answer)).toMatchObject({ index: 2, count: 2, previous: 'a1' })
})

test('a question asked where one still waits becomes a version of it', () => {
  const waiting = { ...emptyConversation(), tree: treeOf(question) }
  const { conversation } = ask(waiting, 'Or 3 + 3?', newTurn(2))
  expect(conversation.tree.get('q2')?.parent).toBeNull()
  expect(shownIds(conversation)).toBe('q2 a2')
})

test('the newest version is the last also when the clock was set back', () => {
  const { conversation, answer } = tryAgain(asked, 'q1', newAnswer('a0', 5))
  expect(versionOf(conversation.tree, answer).index).toBe(2)
  expect(conversation.chat.updatedAt).toBe(asked.chat.updatedAt)
})

test('an answer is drawn with the settings of the moment, its seed always set', () => {
  const cool = changeSettings(asked.chat, { system: 'Be brief.', thinking: { kind: 'skip' } })
  const { answer } = tryAgain({ ...asked, chat: cool }, 'q1', newAnswer('a2'))
  expect(answer).toMatchObject({ system: 'Be brief.', thinking: { kind: 'skip' } })
  expect(answer.sampling.seed).toBe(7)
  expect(asked.tree.get('a1')).toMatchObject({ system: '', thinking: { kind: 'free' } })
})

test('a seed that the chat sets is the one used', () => {
  const seeded = changeSettings(asked.chat, { sampling: { ...asked.chat.sampling, seed: 0 } })
  const { answer } = tryAgain({ ...asked, chat: seeded }, 'q1', newAnswer('a2'))
  expect(answer.sampling.seed).toBe(0)
})

test('a continued answer is opened in place and marked where it goes on', () => {
  const stopped = fakeAnswer({ parts: [part('reasoning', 'Well')], ending: { kind: 'stopped' } })
  const chat = { ...emptyConversation(), tree: treeOf(question, stopped) }
  const { conversation, answer } = continueAnswer(chat, stopped, 9000)
  expect(answer).toMatchObject({ id: 'a1', ending: { kind: 'open' } })
  expect(answer.parts).toEqual([
    { kind: 'reasoning', text: 'Well', marks: [{ kind: 'continued', at: 4 }] },
  ])
  expect(conversation.tree.get('a1')).toBe(answer)
  expect(conversation.chat.updatedAt).toBe(9000)
})

test('an answer that the app died on is marked as resumed', () => {
  const open = fakeAnswer({ parts: [part('answer', 'It is')], ending: { kind: 'open' } })
  const { answer } = continueAnswer({ ...asked, tree: treeOf(question, open) }, open, 9000)
  expect(answer.parts[0]?.marks).toEqual([{ kind: 'resumed after a crash', at: 5 }])
})

test('a newer form of a message that was deleted meanwhile does not bring it back', () => {
  expect(replaceMessage(asked, fakeAnswer({ id: 'gone' }))).toBe(asked)
})

test('the time of a chat never runs backwards', () => {
  expect(touch(asked, 1).chat.updatedAt).toBe(asked.chat.updatedAt)
  expect(touch(asked, 5000).chat.updatedAt).toBe(5000)
})
