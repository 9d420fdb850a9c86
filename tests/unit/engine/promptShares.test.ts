import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { PastTurn, Segment } from '../../../src/engine/engine.ts'
import { r1Distill } from '../../../src/engine/template/r1.ts'
import { qwen3 } from '../../../src/engine/template/qwen3.ts'
import { measureSections } from '../../../src/engine/worker/measureSections.ts'
import { tokenize } from './nanoTokenizer.ts'
import { createSegment } from './segments.ts'

const count = (text: string): number => tokenize(text).length

const measure = (segment: Segment): ReturnType<typeof measureSections> =>
  measureSections(r1Distill.sections(segment), count(r1Distill.render(segment)), count)

test('each share has its own tokens and those of the template beside it', () => {
  const segment = createSegment({
    system: 'Be brief.',
    turns: [
      { question: '1', answer: '2' },
      { question: '3', answer: '4', reasoning: '5' },
    ],
    question: '6',
    prefix: { reasoning: '7\n', answer: '\n\n8' },
  })
  expect(r1Distill.sections(segment)).toEqual([
    { kind: 'system', text: '<｜begin▁of▁sentence｜>Be brief.' },
    { kind: 'history', turn: 0, text: '<｜User｜>1<｜Assistant｜>2<｜end▁of▁sentence｜>' },
    { kind: 'history', turn: 1, text: '<｜User｜>3<｜Assistant｜>' },
    { kind: 'kept thought', turn: 1, text: '<think>\n5\n</think>' },
    { kind: 'history', turn: 1, text: '\n\n4<｜end▁of▁sentence｜>' },
    { kind: 'question', text: '<｜User｜>6<｜Assistant｜>' },
    { kind: 'thought', text: '<think>\n7\n' },
    { kind: 'answer', text: '</think>\n\n8' },
  ])
})

const text = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constantFrom(
    '',
    '\n',
    '\n\n 4',
    '347 × 28',
    '四十二',
    '🙂',
    '<think>',
    '<｜User｜>',
    '</think>',
  ),
)
const turn: fc.Arbitrary<PastTurn> = fc.record(
  { question: text, answer: text, reasoning: text },
  { requiredKeys: ['question', 'answer'] },
)
/** What the model wrote itself holds no control token: those end it. */
const written = text.map((words) => words.replaceAll(/[<｜>]/g, ''))
const prefix = fc.oneof(
  fc.record({ reasoning: written }),
  fc.record({ reasoning: written, answer: written }),
)

const segments = fc
  .record({ system: text, turns: fc.array(turn, { maxLength: 4 }), question: text, prefix })
  .map((changes) => createSegment(changes))

test('the shares add up to the tokens of the rendered prompt, each counted by itself', () => {
  fc.assert(
    fc.property(segments, (segment) => {
      const shares = measure(segment)
      const sections = r1Distill.sections(segment)
      expect(shares.map(({ tokens }) => tokens)).toEqual(sections.map((one) => count(one.text)))
      expect(shares.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(
        count(r1Distill.render(segment)),
      )
    }),
  )
})

test('where a template lets two sections share a token, it counts for the last and the sum holds', () => {
  const segment = createSegment({ prefix: { reasoning: '', answer: '\n\nFour' } })
  // The line break after the role and those of the answer are one token to a tokenizer that merges them.
  const merging = (prompt: string): number => prompt.replaceAll(/\n+/g, '\n').length
  const total = merging(qwen3.render(segment))
  const shares = measureSections(qwen3.sections(segment), total, merging)
  expect(shares.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(total)
  expect(shares.at(-1)).toEqual({ kind: 'answer', tokens: 4 })
})
