import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Message } from '../../../src/chat/message.ts'
import { openPath, pathTo } from '../../../src/chat/messageTree.ts'
import { mendTree } from '../../../src/storage/mendTree.ts'
import { emptyConversation, fakeAnswer, fakeQuestion } from '../../fakes/conversations.ts'

const { chat } = emptyConversation()
const first = fakeQuestion({ id: 'q1', createdAt: 1 })
const firstAnswer = fakeAnswer({ id: 'a1', parent: 'q1', createdAt: 2 })
const second = fakeQuestion({ id: 'q2', parent: 'a1', createdAt: 3 })
const secondAnswer = fakeAnswer({ id: 'a2', parent: 'q2', createdAt: 4 })

const shown = (messages: readonly Message[]): string =>
  openPath(mendTree(chat, messages), new Map())
    .map(({ id }) => id)
    .join(' ')

test('a whole tree stays as it is', () => {
  const whole = [first, firstAnswer, second, secondAnswer]
  const tree = mendTree(chat, whole)
  expect([...tree.values()]).toEqual(whole)
  for (const message of whole) expect(tree.get(message.id)).toBe(message)
})

test('a lost answer gets a stand-in that says so, and what follows stays in its place', () => {
  expect(shown([first, second, secondAnswer])).toBe('q1 a1 q2 a2')
  expect(mendTree(chat, [first, second, secondAnswer]).get('a1')).toMatchObject({
    role: 'answer',
    parts: [],
    ending: { kind: 'failed', error: expect.stringContaining('could not be read') },
  })
})

test('a lost question gets a stand-in that says so', () => {
  expect(shown([first, firstAnswer, secondAnswer])).toBe('q1 a1 q2 a2')
  expect(mendTree(chat, [first, firstAnswer, secondAnswer]).get('q2')).toMatchObject({
    role: 'question',
    text: expect.stringContaining('could not be read'),
  })
})

test('a lost first question still shows its answers', () => {
  expect(shown([firstAnswer, second])).toBe('q1 a1 q2')
})

test('versions of a lost message share its stand-in', () => {
  const other = { ...secondAnswer, id: 'a3', createdAt: 5 }
  const tree = mendTree(chat, [first, firstAnswer, secondAnswer, other])
  expect(tree.size).toBe(5)
  expect(tree.get('a3')?.parent).toBe('q2')
})

test('a question that hangs under a question moves under the answer before it', () => {
  expect(shown([first, firstAnswer, { ...second, parent: 'q1' }])).toBe('q1 a1 q2')
})

test('messages that hang under each other are shown all the same', () => {
  const circle = [
    { ...first, parent: 'a1' },
    { ...firstAnswer, parent: 'q1' },
  ]
  expect(shown(circle)).toBe('q1 a1')
})

const ids = ['a', 'b', 'c', 'd', 'e', 'before-a']
const damaged = fc.uniqueArray(
  fc
    .record({
      id: fc.constantFrom(...ids),
      parent: fc.constantFrom(null, ...ids, 'gone', 'lost'),
      isQuestion: fc.boolean(),
      createdAt: fc.integer({ min: 0, max: 5 }),
    })
    .map(({ isQuestion, parent, ...base }): Message =>
      isQuestion ? fakeQuestion({ ...base, parent }) : fakeAnswer({ ...base, parent }),
    ),
  { selector: ({ id }) => id, maxLength: ids.length },
)

test('however damaged, each message is reached from a first question, roles in turn', () => {
  fc.assert(
    fc.property(damaged, (messages) => {
      const tree = mendTree(chat, messages)
      for (const { id } of messages) {
        const path = pathTo(tree, id)
        expect(path[0]).toMatchObject({ role: 'question', parent: null })
        for (const [at, { role }] of path.entries())
          expect(role).toBe(at % 2 === 0 ? 'question' : 'answer')
      }
    }),
    { numRuns: 1000 },
  )
})

test('however damaged, no message that was read loses its text', () => {
  fc.assert(
    fc.property(damaged, (messages) => {
      const tree = mendTree(chat, messages)
      for (const message of messages)
        expect(tree.get(message.id)).toEqual({ ...message, parent: tree.get(message.id)?.parent })
    }),
  )
})

test('a mended tree needs no mending', () => {
  fc.assert(
    fc.property(damaged, (messages) => {
      const tree = mendTree(chat, messages)
      expect(mendTree(chat, [...tree.values()])).toEqual(tree)
    }),
  )
})
