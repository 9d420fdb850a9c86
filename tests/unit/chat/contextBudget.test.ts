import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  countTurnsToLeaveOut,
  roomForHistory,
  tokensOfTurns,
} from '../../../src/chat/contextBudget.ts'
import type { PromptShare } from '../../../src/engine/engine.ts'

interface Prompt {
  readonly turns?: readonly number[]
  readonly question?: number
  /** What stands of the reply. */
  readonly thought?: number
  readonly answer?: number
}

/** 12 tokens for the system prompt; a turn of one number has so many tokens. */
const prompt = ({ turns = [], question = 4, thought = 0, answer = 0 }: Prompt): PromptShare[] => [
  { kind: 'system', tokens: 12 },
  ...turns.map((tokens, turn) => ({ kind: 'history', turn, tokens }) as const),
  { kind: 'question', tokens: question },
  { kind: 'thought', tokens: thought },
  { kind: 'answer', tokens: answer },
]

const leftOut = (given: Prompt, contextTokens: number, maxTokens = 100): number =>
  countTurnsToLeaveOut(prompt(given), { contextTokens, maxTokens })

const four = [112, 112, 112, 112]

test('a chat that fits is asked whole', () => {
  expect(leftOut({ turns: four }, 2048)).toBe(0)
})

test('a chat without earlier turns has none to leave out', () => {
  expect(leftOut({}, 10)).toBe(0)
})

test('the oldest turns are left out, a whole turn at a time, to the token', () => {
  expect(leftOut({ turns: four }, 16 + 100 + 4 * 112)).toBe(0)
  expect(leftOut({ turns: four }, 16 + 100 + 4 * 112 - 1)).toBe(1)
  expect(leftOut({ turns: four }, 16 + 100 + 2 * 112)).toBe(2)
})

test('a long turn is not skipped for a shorter one before it', () => {
  expect(leftOut({ turns: [112, 1000, 112] }, 1000)).toBe(2)
})

test('a reply of any length leaves half of the context to the chat', () => {
  expect(leftOut({ turns: four }, 2 * (16 + 4 * 112), 1_000_000)).toBe(0)
  expect(leftOut({ turns: four }, 2 * (16 + 4 * 112) - 2, 1_000_000)).toBe(1)
})

test('a thought that is kept counts for its turn', () => {
  const shares: readonly PromptShare[] = [
    { kind: 'history', turn: 0, tokens: 50 },
    { kind: 'kept thought', turn: 0, tokens: 1000 },
    { kind: 'history', turn: 0, tokens: 50 },
    { kind: 'history', turn: 1, tokens: 100 },
  ]
  expect(tokensOfTurns(shares)).toEqual([1100, 100])
  expect(countTurnsToLeaveOut(shares, { contextTokens: 700, maxTokens: 100 })).toBe(1)
})

test('a reply that is continued keeps its own text and some room to go on', () => {
  const begun = { turns: four, thought: 300, answer: 100 }
  expect(leftOut(begun, 16 + 400 + 100 + 3 * 112)).toBe(1)
})

test('a continued reply with turns above it gets the room that the engine asks for', () => {
  // A quarter of half of 1024 is 128; the engine refuses less than 256.
  expect(leftOut({ turns: [200], thought: 500 }, 1024, 32_768)).toBe(0)
  expect(leftOut({ turns: [200], thought: 600 }, 1024, 32_768)).toBe(1)
})

test('when not even the question fits, every turn is left out', () => {
  expect(leftOut({ turns: four, question: 5000 }, 2048)).toBe(4)
})

test('what is kept fits beside the question, and one turn more would not', () => {
  const turns = fc.array(fc.integer({ min: 1, max: 800 }), { maxLength: 8 })
  fc.assert(
    fc.property(turns, fc.nat(400), fc.nat(3000), (given, question, contextTokens) => {
      const asked = { turns: given, question }
      const without = leftOut(asked, contextTokens)
      const room = roomForHistory(prompt(asked), { contextTokens, maxTokens: 100 })
      const sum = (from: number): number => given.slice(from).reduce((all, one) => all + one, 0)
      expect(without === given.length || sum(without) <= room).toBe(true)
      expect(without === 0 || sum(without - 1) > room).toBe(true)
      expect(leftOut({ turns: given.slice(without), question }, contextTokens)).toBe(0)
    }),
  )
})
