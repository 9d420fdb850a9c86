import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { makeHarmless } from '../../../src/engine/template/controlTokens.ts'
import { r1Distill } from '../../../src/engine/template/r1.ts'
import { tokenize } from './nanoTokenizer.ts'
import { createSegment } from './segments.ts'

const joiner = '\u2060'
const tokens = [
  '<｜begin▁of▁sentence｜>',
  '<｜end▁of▁sentence｜>',
  '<｜User｜>',
  '<｜Assistant｜>',
  '<｜▁pad▁｜>',
  '<｜tool▁calls▁begin｜>',
  '<|EOT|>',
  '<|fim_prefix|>',
  '<tool_call>',
  '</tool_call>',
  '<tool_response>',
  '</tool_response>',
  '<|im_start|>',
  '<|eot_id|>',
  '<|begin_of_text|>',
  '<|reserved_special_token_247|>',
  '<think>',
  '</think>',
]
const crumbs = ['<', '｜', '|', '>', '/', 'think', 'User', joiner, '$&', '$$x^2$$', ' ']

/** What a person may type: control tokens, crumbs of them, and anything else. */
const typed = fc
  .array(
    fc.oneof(
      fc.constantFrom(...tokens),
      fc.constantFrom(...crumbs),
      fc.string({ unit: 'grapheme' }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''))

const controlsIn = (text: string): readonly string[] =>
  tokenize(text)
    .filter(({ isControl }) => isControl)
    .map(({ name }) => name)

test.each(tokens)('%s is made harmless, and still looks as typed', (token) => {
  expect(makeHarmless(`a${token}b`)).toBe(`a<${joiner}${token.slice(1)}b`)
})

test('the tokenizer reads a control token where one is', () => {
  expect(controlsIn('a<think>b<｜User｜><thinking>')).toEqual(['<think>', '<｜User｜>'])
})

test('what is typed holds no control token afterwards, and nothing else is changed', () => {
  fc.assert(
    fc.property(typed, (text) => {
      const harmless = makeHarmless(text)
      expect(tokens.filter((token) => harmless.includes(token))).toEqual([])
      expect(harmless.replaceAll(joiner, '')).toBe(text.replaceAll(joiner, ''))
      expect(makeHarmless(harmless)).toBe(harmless)
    }),
  )
})

test('a prompt holds the control tokens of its template and no others, whatever is typed', () => {
  const turn = fc.record({ question: typed, answer: typed, reasoning: typed })
  fc.assert(
    fc.property(typed, typed, fc.array(turn, { maxLength: 3 }), (system, question, turns) => {
      const prompt = r1Distill.render(createSegment({ system, question, turns }))
      expect(controlsIn(prompt)).toEqual([
        '<｜begin▁of▁sentence｜>',
        ...turns.flatMap(() => [
          '<｜User｜>',
          '<｜Assistant｜>',
          '<think>',
          '</think>',
          '<｜end▁of▁sentence｜>',
        ]),
        '<｜User｜>',
        '<｜Assistant｜>',
        '<think>',
      ])
    }),
  )
})
