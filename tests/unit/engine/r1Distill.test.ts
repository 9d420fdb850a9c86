import { expect, test } from 'vitest'

import { isControlToken } from '../../../src/engine/template/controlTokens.ts'
import { r1Distill } from '../../../src/engine/template/r1.ts'
import { createSegment } from './segments.ts'

const render = (changes: Parameters<typeof createSegment>[0]): string =>
  r1Distill.render(createSegment(changes))

const begin = '<｜begin▁of▁sentence｜>'
const asked = `${begin}<｜User｜>What is 2 + 2?<｜Assistant｜>`
const earlier = { question: 'Hello', answer: '\n\nHi there.', reasoning: ' They greet me.\n' }

test('one question opens a thought', () => {
  expect(render({})).toBe(`${asked}<think>\n`)
})

test('the system prompt stands before the first question', () => {
  expect(render({ system: 'Be brief.' })).toBe(
    `${begin}Be brief.<｜User｜>What is 2 + 2?<｜Assistant｜><think>\n`,
  )
})

test('a prompt may be empty', () => {
  expect(render({ question: '' })).toBe(`${begin}<｜User｜><｜Assistant｜><think>\n`)
})

test('earlier turns come without their thoughts, each ended', () => {
  const turns = [
    { question: 'Hello', answer: '\n\nHi there.' },
    { question: 'And 1 + 1?', answer: '2' },
  ]
  expect(render({ turns })).toBe(
    [
      `${begin}<｜User｜>Hello<｜Assistant｜>Hi there.<｜end▁of▁sentence｜>`,
      '<｜User｜>And 1 + 1?<｜Assistant｜>2<｜end▁of▁sentence｜>',
      '<｜User｜>What is 2 + 2?<｜Assistant｜><think>\n',
    ].join(''),
  )
})

test('an earlier thought that is kept stands in its tags', () => {
  expect(render({ turns: [earlier] })).toBe(
    [
      `${begin}<｜User｜>Hello<｜Assistant｜><think>\nThey greet me.\n</think>\n\n`,
      'Hi there.<｜end▁of▁sentence｜><｜User｜>What is 2 + 2?<｜Assistant｜><think>\n',
    ].join(''),
  )
})

test('a reply without thinking begins after an empty thought', () => {
  expect(render({ thinking: { kind: 'skip' } })).toBe(`${asked}<think>\n\n</think>\n\n`)
})

test('the empty thought that such a reply is stored with renders the same', () => {
  const prefix = { reasoning: '\n', answer: '\n\n' }
  expect(render({ thinking: { kind: 'skip' }, prefix })).toBe(
    render({ thinking: { kind: 'skip' } }),
  )
})

test('a thought goes on from its last byte', () => {
  expect(render({ prefix: { reasoning: '2 and 2 \n ' } })).toBe(`${asked}<think>\n2 and 2 \n `)
})

test('an answer goes on from its last byte, its thought closed', () => {
  expect(render({ prefix: { reasoning: 'Easy.\n', answer: '\n\nIt is ' } })).toBe(
    `${asked}<think>\nEasy.\n</think>\n\nIt is `,
  )
})

test('a closed thought whose answer is still empty stays closed', () => {
  expect(render({ prefix: { reasoning: 'Easy.\n', answer: '' } })).toBe(
    `${asked}<think>\nEasy.\n</think>`,
  )
})

test.each(['$$x^2$$', "$& $1 $` $'", '{function_string}', 'a\u0000b', '  spaces  '])(
  'a question that holds %j is rendered as typed',
  (question) => {
    expect(render({ question })).toBe(`${begin}<｜User｜>${question}<｜Assistant｜><think>\n`)
  },
)

test.each(['<｜User｜>', '<｜▁pad▁｜>', '<think>', '</think>', '<|EOT|>'])(
  '%s is told apart as a control token, text around it is not',
  (name) => {
    expect([name, `${name}x`, name.slice(1)].map(isControlToken)).toEqual([true, false, false])
  },
)
