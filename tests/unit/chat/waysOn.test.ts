import { expect, test } from 'vitest'

import { reopenedThought, roomProblem } from '../../../src/chat/context/roomProblem.ts'
import { findAnswerNow, findLarger, findShorter } from '../../../src/chat/context/waysOn.ts'
import { closeThought } from '../../../src/chat/steerAnswer.ts'
import { nanoRecord } from '../../../src/engine/catalogue/nanoRecord.ts'
import { catalogue } from '../../../src/engine/catalogue/catalogue.ts'
import { memoryNeed } from '../../../src/engine/catalogue/memory.ts'
import type { PromptShare } from '../../../src/engine/engine.ts'
import { noFigures } from '../../../src/stats/turnFigures.ts'
import { fakeAnswer, part } from '../../fakes/conversations.ts'
import { devices } from '../engine/catalogue/devices.ts'

const full = { kind: 'context' } as const

test('a reply without a word had no room for its question', () => {
  expect(roomProblem(fakeAnswer({ ending: full }))).toBe('question')
  const skipped = [part('reasoning', '\n'), part('answer', '\n\n')]
  expect(roomProblem(fakeAnswer({ ending: full, parts: skipped }))).toBe('question')
})

test('a full context is told by the part that it ended in', () => {
  const thought = [part('reasoning', 'Well')]
  expect(roomProblem(fakeAnswer({ ending: full, parts: thought }))).toBe('thought')
  expect(roomProblem(fakeAnswer({ ending: full, parts: [...thought, part('answer', '4')] }))).toBe(
    'answer',
  )
})

test('a thought that was closed for room is told from one that had its budget', () => {
  const { parts } = closeThought(fakeAnswer({ parts: [part('reasoning', 'Well, so')] }), 'budget')
  const closed = fakeAnswer({ parts, figures: { ...noFigures, reasoningTokens: 20 } })
  expect(roomProblem(closed)).toBe('closed thought')
  expect(roomProblem({ ...closed, thinking: { kind: 'budget', tokens: 20 } })).toBeUndefined()
  expect(roomProblem({ ...closed, thinking: { kind: 'budget', tokens: 30 } })).toBe(
    'closed thought',
  )
  // Of a limit of 80 tokens 20 are kept for the answer.
  const limited = { ...closed.sampling, maxTokens: 80 }
  expect(roomProblem({ ...closed, sampling: limited })).toBe('closed thought')
  const spent = { ...noFigures, reasoningTokens: 60 }
  expect(roomProblem({ ...closed, sampling: limited, figures: spent })).toBeUndefined()
  expect(roomProblem({ ...closed, ending: { kind: 'open' } })).toBeUndefined()
  expect(reopenedThought(closed)).toEqual([part('reasoning', 'Well, so')])
})

test('a reply that ended by itself lacks nothing', () => {
  expect(roomProblem(fakeAnswer({ parts: [part('answer', '4')] }))).toBeUndefined()
})

const shares = (thought: number, question = 20, turns: readonly number[] = []): PromptShare[] => [
  { kind: 'system', tokens: 1 },
  ...turns.map((tokens, turn) => ({ kind: 'history', turn, tokens }) as const),
  { kind: 'question', tokens: question },
  { kind: 'thought', tokens: thought },
]
const thinking = fakeAnswer({
  ending: full,
  parts: [part('reasoning', 'one two\nthree four\nfive six seven\n')],
})

test('a thought that leaves room for an answer is closed where it stands', () => {
  expect(findAnswerNow(thinking, shares(100), 1024)).toEqual({
    kind: 'whole',
    parts: closeThought(thinking, 'answer now').parts,
  })
})

test('earlier turns are no obstacle to an answer: they can be left out', () => {
  expect(findAnswerNow(thinking, shares(100, 20, [850]), 1024)?.kind).toBe('whole')
})

test('a thought that fills the context ends earlier in a version, at the end of a line', () => {
  const cut = findAnswerNow(thinking, shares(90), 112)
  expect(cut?.kind).toBe('cut')
  expect(cut?.parts).toEqual([
    {
      kind: 'reasoning',
      text: 'one two\nthree four\n',
      marks: [
        { kind: 'branched', at: 18 },
        { kind: 'answer now', at: 18 },
      ],
    },
    part('answer', '\n\n'),
  ])
})

test('a question that fills the context leaves no room for an answer', () => {
  expect(findAnswerNow(thinking, shares(8, 100), 110)).toBeUndefined()
})

test('the fewest turns that free a quarter of the context are left out, or all of them', () => {
  expect(findShorter(shares(10, 20, [100, 200, 300]), 1024)).toEqual({ turns: 2, tokens: 300 })
  expect(findShorter(shares(10, 20, [10, 20]), 1024)).toEqual({ turns: 2, tokens: 30 })
  expect(findShorter(shares(10), 1024)).toBeUndefined()
})

const device = devices.card24

test('the next larger context is offered with its price', () => {
  const found = findLarger(nanoRecord, device, 1024, 0)
  const total = memoryNeed(nanoRecord, 2048).total
  const extra = total - memoryNeed(nanoRecord, 1024).total
  expect(found).toEqual({ kind: 'offered', context: { tokens: 2048, total, extra } })
})

test('a model that was made for no more says so', () => {
  expect(findLarger(nanoRecord, device, 2048, 0)).toEqual({ kind: 'model' })
  expect(findLarger(nanoRecord, device, 1024, 2040)).toEqual({ kind: 'model' })
})

test('a context that is still too small for the question is passed over', () => {
  const large = catalogue.find(({ longestContext }) => longestContext >= 32_768) ?? nanoRecord
  expect(findLarger(large, device, 1024, 5000)).toMatchObject({ context: { tokens: 8192 } })
})

test('a device without room for more says so', () => {
  const large = catalogue.find(({ longestContext }) => longestContext >= 32_768) ?? nanoRecord
  expect(findLarger(large, devices.withoutWebGpu, 1024, 0)).toEqual({ kind: 'device' })
})
