import { expect, test } from 'vitest'

import { describeMarks } from '../../../src/chat/describeMarks.ts'
import { markKinds } from '../../../src/chat/message.ts'
import { fakeAnswer } from '../../fakes/conversations.ts'

const marked = (...kinds: readonly (typeof markKinds)[number][]): readonly string[] =>
  describeMarks(
    fakeAnswer({
      parts: [{ kind: 'reasoning', text: 'Two', marks: kinds.map((kind) => ({ kind, at: 2 })) }],
    }),
  )

test('what was done is said once, in order, with how often', () => {
  expect(marked('thought on', 'answer now', 'thought on')).toEqual([
    'The thought was sent on, 2 times.',
    'You closed the thought.',
  ])
})

test('a branch says how much is another version’s', () => {
  expect(marked('branched')).toEqual(['Branched: the first 2 characters are another version’s.'])
})

test('what the end of a reply says anyway is not said twice', () => {
  expect(marked('stopped', 'continued', 'resumed after a crash')).toEqual([])
})

test('every other mark has its sentence', () => {
  const silent = new Set(['stopped', 'continued', 'resumed after a crash'])
  expect(markKinds.filter((kind) => !silent.has(kind) && marked(kind).length !== 1)).toEqual([])
})
