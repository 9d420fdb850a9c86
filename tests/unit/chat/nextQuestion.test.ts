import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import * as steps from '../../../src/chat/chat.ts'
import { chatToPrompt } from '../../../src/chat/chatToPrompt.ts'
import { describeLeftOut, nextSegments, planNext } from '../../../src/chat/context/nextQuestion.ts'
import type { NextQuestion } from '../../../src/chat/context/nextQuestion.ts'
import type { Message } from '../../../src/chat/message.ts'
import { pathTo } from '../../../src/chat/messageTree.ts'
import type { PromptShare, Segment } from '../../../src/engine/engine.ts'
import { r1Distill } from '../../../src/engine/template/r1.ts'
import { measureSections } from '../../../src/engine/worker/measureSections.ts'
import { tokenize } from '../engine/nanoTokenizer.ts'
import {
  emptyConversation,
  fakeAnswer,
  fakeQuestion,
  newTurn,
  part,
  treeOf,
} from '../../fakes/conversations.ts'

const count = (text: string): number => tokenize(text).length
const measure = (segment: Segment): readonly PromptShare[] =>
  measureSections(r1Distill.sections(segment), count(r1Distill.render(segment)), count)

interface Turn {
  readonly thought: string
  readonly answer: string
  readonly keeps: boolean
}

function conversationOf(turns: readonly Turn[]): steps.Conversation {
  const messages = turns.flatMap(({ thought, answer, keeps }, at): Message[] => [
    fakeQuestion({ id: `q${at}`, parent: at === 0 ? null : `a${at - 1}`, text: `Question ${at}?` }),
    fakeAnswer({
      id: `a${at}`,
      parent: `q${at}`,
      parts: [part('reasoning', thought), part('answer', `\n\n${answer}`)],
      kept: { own: keeps, earlier: [] },
    }),
  ])
  return { ...emptyConversation(), tree: treeOf(...messages) }
}

function plan(conversation: steps.Conversation, question: string, context: number): NextQuestion {
  const next = nextSegments(conversation, question)
  const budget = { contextTokens: context, maxTokens: 32_768 }
  return planNext(next, { bare: measure(next.bare), full: measure(next.full) }, budget)
}

const turn = (answer: string, keeps = false): Turn => ({ thought: 'So.\n', answer, keeps })

test('turns that do not fit are left out of the plan, and it says why', () => {
  const long = conversationOf([turn('1'.repeat(300)), turn('2'.repeat(150)), turn('3')])
  const next = plan(long, 'And now?', 512)
  expect(next.turns.map(({ isLeftOut }) => isLeftOut)).toEqual([true, false, false])
  expect(next.turns.map(({ question }) => question)).toEqual([
    'Question 0?',
    'Question 1?',
    'Question 2?',
  ])
  const all = next.turns.reduce((sum, { tokens }) => sum + tokens, 0)
  expect(describeLeftOut(next)).toBe(
    `The oldest turn is left out of the prompt: all 3 turns together have ${all} tokens, and there is room for ${next.roomForHistory}.`,
  )
})

test('where all turns fit there is nothing to explain', () => {
  expect(describeLeftOut(plan(conversationOf([turn('1')]), 'And now?', 512))).toBeUndefined()
})

test('a question that needs all the room leaves every turn out, in words', () => {
  expect(describeLeftOut(plan(conversationOf([turn('1')]), '9'.repeat(300), 512))).toContain(
    'it has 15 tokens, and the question and the reply need all the room.',
  )
})

test('the price of a thought is what it adds to the prompt', () => {
  const without = plan(conversationOf([turn('4')]), '', 512)
  const withThought = plan(conversationOf([turn('4', true)]), '', 512)
  const [one] = without.turns
  expect(one?.thoughtTokens).toBe(withThought.use.used - without.use.used)
  expect(withThought.turns[0]?.thoughtTokens).toBe(one?.thoughtTokens)
})

test('what is planned is what the prompt has once the question is asked, to the token', () => {
  const text = fc.constantFrom('4', '347 × 28 = 9716', '四十二', '🙂🙂', ' a\n\nb ', '<think>')
  const turns = fc.array(fc.record({ thought: text, answer: text, keeps: fc.boolean() }), {
    maxLength: 5,
  })
  fc.assert(
    fc.property(turns, text, (given, question) => {
      const conversation = conversationOf(given)
      const opened = steps.ask(conversation, question, newTurn('next'))
      const path = pathTo(opened.conversation.tree, opened.answer.id)
      const asked = chatToPrompt(path, opened.answer)
      expect(plan(conversation, question, 100_000).use.used).toBe(count(r1Distill.render(asked)))
    }),
  )
})
