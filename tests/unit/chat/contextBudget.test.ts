import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { countTurnsToLeaveOut } from '../../../src/chat/contextBudget.ts'
import { r1Sampling, type Segment } from '../../../src/engine/engine.ts'

/** 100 tokens: two line breaks part its texts. */
const turn = { question: 'q'.repeat(50), answer: 'a'.repeat(48) }

const segment = (change: Partial<Segment> = {}): Segment => ({
  model: 'ponder-nano',
  system: '',
  turns: [turn, turn, turn, turn],
  question: '',
  prefix: { reasoning: '' },
  sampling: { ...r1Sampling, maxTokens: 100 },
  thinking: { kind: 'free' },
  ...change,
})

/** One token for each character. */
const countTokens = (_model: string, texts: readonly string[]): Promise<readonly number[]> =>
  Promise.resolve(texts.map((text) => text.length))

const leftOut = (asked: Segment, contextTokens: number): Promise<number> =>
  countTurnsToLeaveOut(asked, contextTokens, countTokens)

test('a chat that fits is asked whole', async () => {
  expect(await leftOut(segment(), 2048)).toBe(0)
})

test('a chat without earlier turns is not even counted', async () => {
  const refuse = (): Promise<never> => Promise.reject(new Error('not asked'))
  expect(await countTurnsToLeaveOut(segment({ turns: [] }), 10, refuse)).toBe(0)
})

test('the oldest turns are left out, a whole turn at a time', async () => {
  // 16 for the prompt, 100 for the reply, 112 for each turn.
  expect(await leftOut(segment(), 16 + 100 + 4 * 112)).toBe(0)
  expect(await leftOut(segment(), 16 + 100 + 4 * 112 - 1)).toBe(1)
  expect(await leftOut(segment(), 16 + 100 + 2 * 112)).toBe(2)
})

test('a long turn is not skipped for a shorter one before it', async () => {
  const long = { question: 'q', answer: 'a'.repeat(1000) }
  expect(await leftOut(segment({ turns: [turn, long, turn] }), 1000)).toBe(2)
})

test('a reply of any length leaves half of the context to the chat', async () => {
  const sampling = { ...r1Sampling, maxTokens: 1_000_000 }
  expect(await leftOut(segment({ sampling }), 2 * (16 + 4 * 112))).toBe(0)
})

test('a thought that is kept in context counts', async () => {
  const thoughtful = { ...turn, reasoning: 'r'.repeat(1000) }
  expect(await leftOut(segment({ turns: [thoughtful, turn] }), 700)).toBe(1)
})

test('a reply that is continued keeps its own text and some room to go on', async () => {
  const prefix = { reasoning: 'r'.repeat(300), answer: 'a'.repeat(100) }
  expect(await leftOut(segment({ prefix }), 16 + 400 + 100 + 3 * 112)).toBe(1)
})

test('when not even the question fits, every turn is left out', async () => {
  expect(await leftOut(segment({ question: 'q'.repeat(5000) }), 2048)).toBe(4)
})

test('what is kept fits beside the question, and one turn more would not', async () => {
  const text = fc.nat(400).map((length) => 'x'.repeat(length))
  const turns = fc.array(fc.record({ question: text, answer: text }), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(turns, text, fc.nat(3000), async (given, question, context) => {
      const asked = segment({ turns: given, question })
      const without = await leftOut(asked, context)
      expect(without).toBeGreaterThanOrEqual(0)
      expect(without).toBeLessThanOrEqual(given.length)
      const used = (from: number): number =>
        given
          .slice(from)
          .reduce((sum, one) => sum + one.question.length + one.answer.length, question.length)
      expect(without === given.length || used(without) < context).toBe(true)
      expect(await leftOut({ ...asked, turns: given.slice(without) }, context)).toBe(0)
    }),
  )
})
