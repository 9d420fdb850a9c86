import { expect, test } from 'vitest'

import { canContinue, isInterrupted } from '../../../src/chat/answer.ts'
import { describeEnding } from '../../../src/chat/describeEnding.ts'
import type { Ending } from '../../../src/chat/message.ts'
import { fakeAnswer } from '../../fakes/conversations.ts'

const ends: readonly Ending[] = [
  { kind: 'stopped' },
  { kind: 'length' },
  { kind: 'failed', error: 'The graphics device went away' },
]

test('a reply that ended by itself needs no words, nor one that is being written', () => {
  expect(describeEnding({ kind: 'stop' }, false)).toBeUndefined()
  expect(describeEnding({ kind: 'open' }, false)).toBeUndefined()
})

test.each(ends)('a reply that ended as $kind can go on, and says so', (ending) => {
  expect(describeEnding(ending, false)).toContain('Continue goes on from here')
  expect(canContinue(fakeAnswer({ ending }), false)).toBe(true)
})

test('a failed reply says why, and that what was written is kept', () => {
  const words = describeEnding({ kind: 'failed', error: 'The model stopped answering' }, false)
  expect(words).toContain('The model stopped answering')
  expect(words).toContain('is kept')
})

test('a reply of which nothing was written does not claim that something is kept', () => {
  const failed = { kind: 'failed', error: 'This browser cannot run a model here' } as const
  expect(describeEnding(failed, false, true)).toBe(
    'No reply came: This browser cannot run a model here. Continue asks again.',
  )
})

test('a full context says what is safe; its ways on stand below it', () => {
  expect(describeEnding({ kind: 'context' }, false)).toBe(
    'The context is full. All that was written is kept.',
  )
  expect(describeEnding({ kind: 'context' }, false, true)).toBe(
    'The question does not fit into the context. It is kept as it is.',
  )
})

test('an open answer that nobody writes was interrupted', () => {
  const open = fakeAnswer({ ending: { kind: 'open' } })
  expect(isInterrupted(open, false)).toBe(true)
  expect(isInterrupted(open, true)).toBe(false)
  expect(isInterrupted(fakeAnswer(), false)).toBe(false)
  expect(describeEnding(open.ending, true)).toContain('Interrupted')
})

test('an answer is not continued while it is written, nor after the model ended it', () => {
  expect(canContinue(fakeAnswer({ ending: { kind: 'open' } }), true)).toBe(false)
  expect(canContinue(fakeAnswer({ ending: { kind: 'stop' } }), false)).toBe(false)
})
