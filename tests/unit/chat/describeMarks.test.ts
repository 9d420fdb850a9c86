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

test('a branch says where it left the other version', () => {
  expect(marked('branched')).toEqual(['Branched from another version after 2 characters.'])
})

test('what the end of a reply says anyway is not said twice', () => {
  expect(marked('stopped', 'continued')).toEqual([])
})

test('every other mark has its sentence', () => {
  const silent = new Set(['stopped', 'continued'])
  expect(markKinds.filter((kind) => !silent.has(kind) && marked(kind).length !== 1)).toEqual([])
})
