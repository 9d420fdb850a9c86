import { expect, test } from 'vitest'

import { r1_0528 } from '../../../src/engine/template/r1.ts'
import { createSegment } from './segments.ts'

const render = (changes: Parameters<typeof createSegment>[0]): string =>
  r1_0528.render(createSegment(changes))

const begin = '<｜begin▁of▁sentence｜>'
const asked = `${begin}<｜User｜>What is 2 + 2?<｜Assistant｜>`

test('nothing opens the thought: the model does', () => {
  expect(render({})).toBe(asked)
})

test('the system prompt stands before the first question', () => {
  expect(render({ system: 'Today is Monday.' })).toBe(
    `${begin}Today is Monday.<｜User｜>What is 2 + 2?<｜Assistant｜>`,
  )
})

test('earlier turns come without their thoughts, each ended', () => {
  const turns = [{ question: 'Hello', answer: '\n\nHi there.' }]
  expect(render({ turns })).toBe(
    `${begin}<｜User｜>Hello<｜Assistant｜>Hi there.<｜end▁of▁sentence｜><｜User｜>What is 2 + 2?<｜Assistant｜>`,
  )
})

test('a thought goes on from its last byte, in the tag that the model wrote', () => {
  expect(render({ prefix: { reasoning: '\n2 and 2 ' } })).toBe(`${asked}<think>\n2 and 2 `)
})

test('an answer after a thought goes on from its last byte', () => {
  expect(render({ prefix: { reasoning: '\nEasy.\n', answer: '\n\nIt is ' } })).toBe(
    `${asked}<think>\nEasy.\n</think>\n\nIt is `,
  )
})

test('an answer that came without a thought goes on without one', () => {
  expect(render({ prefix: { reasoning: '', answer: 'It is ' } })).toBe(`${asked}It is `)
})

test('a reply without thinking begins after an empty thought, also as it is stored', () => {
  const thinking = { kind: 'skip' } as const
  const empty = `${asked}<think>\n\n</think>\n\n`
  expect(render({ thinking })).toBe(empty)
  expect(render({ thinking, prefix: r1_0528.emptyThought })).toBe(empty)
})
