import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createReplyReader } from '../../../src/chat/replyReader.ts'
import { fakeAnswer } from '../../fakes/conversations.ts'
import { fakeUsage } from '../../fakes/fakeEngine.ts'

const begun = fakeAnswer({ ending: { kind: 'open' } })

interface Batch {
  readonly text: string
  readonly at: readonly number[]
}

function figuresOf(...batches: readonly Batch[]): ReturnType<typeof fakeAnswer>['figures'] {
  const reader = createReplyReader(begun)
  for (const { text, at } of batches) reader.push(text, at)
  reader.endSegment(fakeUsage)
  return reader.read().figures
}

test('tokens count for the kind that they write', () => {
  expect(
    figuresOf({ text: 'Two and two.</think>', at: [0, 10, 20] }, { text: 'It is 4.', at: [30] }),
  ).toMatchObject({ reasoningTokens: 3, answerTokens: 1, promptTokens: 12, prefillMs: 40 })
})

test('a batch with the end of a thought and the start of an answer is shared out by its text', () => {
  expect(figuresOf({ text: 'abcdef</think>gh', at: [0, 10, 20, 30] })).toMatchObject({
    reasoningTokens: 3,
    answerTokens: 1,
    reasoningMs: 20,
    answerMs: 10,
  })
})

test('a token whose text is held back counts all the same', () => {
  expect(figuresOf({ text: 'Well', at: [0] }, { text: '</th', at: [10] })).toMatchObject({
    reasoningTokens: 2,
    reasoningMs: 10,
  })
})

test('the tag alone is a token of the answer', () => {
  expect(figuresOf({ text: 'a', at: [0] }, { text: '</think>', at: [10] })).toMatchObject({
    reasoningTokens: 1,
    answerTokens: 1,
  })
})

test('figures of a continued reply are added to those it had', () => {
  const reader = createReplyReader(begun)
  reader.push('Well', [5, 15])
  reader.endSegment(fakeUsage)
  const again = createReplyReader(reader.read())
  again.push(' then', [9])
  again.endSegment(fakeUsage)
  expect(again.read().figures).toMatchObject({
    firstTokenMs: 5,
    reasoningTokens: 3,
    decodedTokens: 1,
    prefillMs: 80,
  })
})

test('no token is lost or counted twice, however the reply is batched', () => {
  const batch = fc.record({
    text: fc.array(fc.constantFrom('a', '</think>', '<think>', '\n', '</'), { maxLength: 6 }),
    at: fc.array(fc.nat(1000), { maxLength: 8 }),
  })
  fc.assert(
    fc.property(fc.array(batch, { maxLength: 10 }), (given) => {
      const batches = given.map(({ text, at }) => ({ text: text.join(''), at }))
      const figures = figuresOf(...batches)
      const tokens = batches.reduce((sum, { at }) => sum + at.length, 0)
      expect((figures?.reasoningTokens ?? 0) + (figures?.answerTokens ?? 0)).toBe(tokens)
    }),
  )
})
