import { expect, test } from 'vitest'

import { chatToPrompt } from '../../../src/chat/chatToPrompt.ts'
import type { Message } from '../../../src/chat/message.ts'
import { fakeAnswer, fakeQuestion, part } from '../../fakes/conversations.ts'

const first = fakeQuestion({ id: 'q1', text: 'What is 2 + 2?' })
const firstAnswer = fakeAnswer({
  id: 'a1',
  parts: [part('reasoning', 'Two and two.'), part('answer', '\n\nIt is 4.\n')],
})
const second = fakeQuestion({ id: 'q2', parent: 'a1', text: 'And 3 + 3?' })
const open = fakeAnswer({ id: 'a2', parent: 'q2', ending: { kind: 'open' } })
const path: readonly Message[] = [first, firstAnswer, second, open]

test('earlier answers go into the prompt, their thoughts do not', () => {
  const { turns, question } = chatToPrompt(path, open)
  expect(turns).toEqual([{ question: 'What is 2 + 2?', answer: 'It is 4.\n' }])
  expect(question).toBe('And 3 + 3?')
})

test('the answer says what it is drawn with, whatever the chat has changed to', () => {
  const { model, system, sampling, thinking } = { ...open, system: 'Be brief.' }
  expect(chatToPrompt(path, { ...open, system })).toMatchObject({
    model,
    system: 'Be brief.',
    sampling,
    thinking,
  })
})

test('a fresh reply begins with nothing', () => {
  expect(chatToPrompt(path, open).prefix).toEqual({ reasoning: '' })
})

test('a reply that goes on holds its own text to the byte, and not its question twice', () => {
  const begun = { ...open, parts: [part('reasoning', ' Well\n'), part('answer', '\n\nIt')] }
  expect(chatToPrompt([first, firstAnswer, second, begun], begun)).toMatchObject({
    question: 'And 3 + 3?',
    prefix: { reasoning: ' Well\n', answer: '\n\nIt' },
  })
})

test('a thought that is closed stays closed, also before the answer has text', () => {
  const begun = { ...open, parts: [part('reasoning', 'Well'), part('answer', '')] }
  expect(chatToPrompt(path, begun).prefix).toEqual({ reasoning: 'Well', answer: '' })
})

test('the oldest turns are left out as the answer says, and never its question', () => {
  expect(chatToPrompt(path, { ...open, leftOut: 1 })).toMatchObject({
    turns: [],
    question: 'And 3 + 3?',
  })
  expect(chatToPrompt(path, { ...open, leftOut: 9 }).question).toBe('And 3 + 3?')
})

test.each([
  ['nothing', []],
  ['only a thought', [part('reasoning', 'Hm')]],
  ['only space after its thought', [part('reasoning', 'Hm'), part('answer', '\n\n')]],
])('a question whose answer holds %s is asked together with the next', (_what, parts) => {
  const unanswered = { ...firstAnswer, parts }
  expect(chatToPrompt([first, unanswered, second, open], open)).toMatchObject({
    turns: [],
    question: 'What is 2 + 2?\n\nAnd 3 + 3?',
  })
})
