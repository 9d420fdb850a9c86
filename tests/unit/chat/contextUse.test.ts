import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  contextUse,
  describeRoom,
  describeUse,
  liveUse,
  roomForThought,
} from '../../../src/chat/context/contextUse.ts'
import type { LiveAnswer } from '../../../src/chat/liveAnswer.ts'
import type { PromptShare } from '../../../src/engine/engine.ts'
import { createThoughtWatch } from '../../../src/engine/worker/thoughtWatch.ts'
import { noFigures } from '../../../src/stats/turnFigures.ts'
import { fakeAnswer, part } from '../../fakes/conversations.ts'

const shares: readonly PromptShare[] = [
  { kind: 'system', tokens: 3 },
  { kind: 'history', turn: 0, tokens: 20 },
  { kind: 'kept thought', turn: 0, tokens: 7 },
  { kind: 'history', turn: 0, tokens: 5 },
  { kind: 'question', tokens: 10 },
  { kind: 'thought', tokens: 2 },
]

const growing = (
  reasoningTokens: number,
  answerTokens: number,
  before: LiveAnswer['answer']['figures'] = null,
): LiveAnswer => ({
  answer: fakeAnswer({
    parts: [part('reasoning', 'Well'), ...(answerTokens > 0 ? [part('answer', '4')] : [])],
    figures: { ...noFigures, reasoningTokens, answerTokens },
  }),
  phase: { kind: 'thinking', since: 0 },
  startedAt: 0,
  held: { shares, before },
})

test('the shares of a prompt are added up by kind, and the rest is free', () => {
  expect(contextUse(shares, 100)).toEqual({
    tokens: { system: 3, history: 25, 'kept thought': 7, question: 10, thought: 2, answer: 0 },
    used: 47,
    free: 53,
    size: 100,
  })
})

test('a prompt that is larger than the context leaves nothing free, and is told as it is', () => {
  const use = contextUse(shares, 40)
  expect(use.free).toBe(0)
  expect(describeUse(use)).toBe('47 of 40 tokens')
})

test('figures are read as a person reads them', () => {
  expect(describeUse(contextUse([{ kind: 'system', tokens: 1204 }], 4096))).toBe(
    '1,204 of 4,096 tokens',
  )
})

test('while a reply grows, the tokens that came are added to what its prompt has', () => {
  expect(liveUse(growing(30, 0), 100)).toMatchObject({ used: 77, tokens: { thought: 32 } })
  expect(liveUse(growing(30, 4), 100)).toMatchObject({ used: 81, tokens: { answer: 4 } })
})

test('tokens of the segments before are in the prompt, and are not counted twice', () => {
  const before = { ...noFigures, reasoningTokens: 30 }
  expect(liveUse(growing(42, 0, before), 100)).toMatchObject({ used: 59, tokens: { thought: 14 } })
})

test('nothing is known of a reply whose prompt has not been read', () => {
  expect(liveUse({ answer: fakeAnswer() }, 100)).toBeUndefined()
})

test('the room for a thought ends where the engine closes it for its answer', () => {
  fc.assert(
    fc.property(fc.integer({ min: 48, max: 3000 }), (size) => {
      const room = size - 47
      const watch = createThoughtWatch(
        { prefix: { reasoning: '' }, thinking: { kind: 'free' } },
        { room, written: 2, maxTokens: room, used: 0 },
      )
      let tokens = 0
      while (tokens < room && watch.after('a') === undefined) tokens += 1
      // The token with which it ends counts too; without a reserve it goes on to the end of the room.
      expect(roomForThought(growing(0, 0), size)).toBe(Math.min(room, tokens + 1))
      expect(roomForThought(growing(Math.min(room, tokens + 1), 0), size)).toBe(0)
    }),
  )
})

test('an answer is not told of the room for thoughts', () => {
  expect(roomForThought(growing(3, 2), 100)).toBeUndefined()
})

test('a thought is warned when its end comes near, in round figures', () => {
  expect(describeRoom(1200)).toBeUndefined()
  expect(describeRoom(201)).toBeUndefined()
  expect(describeRoom(198)).toBe('Room for about 200 more tokens of thought.')
  expect(describeRoom(130)).toBe('Room for about 150 more tokens of thought.')
  expect(describeRoom(44)).toBe('Room for about 40 more tokens of thought.')
  expect(describeRoom(3)).toBe('Hardly any room is left for this thought.')
})
