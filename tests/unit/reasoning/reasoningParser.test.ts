import fc from 'fast-check'
import { expect, test } from 'vitest'

import { createReasoningParser, type ReplyPiece } from '../../../src/reasoning/reasoningParser.ts'

type Kind = ReplyPiece['kind']

/** Parts in order, their pieces joined: what a reader sees at the end. */
function parse(chunks: readonly string[], first: Kind = 'reasoning'): readonly ReplyPiece[] {
  const parser = createReasoningParser(first)
  const parts: ReplyPiece[] = []
  for (const piece of [...chunks.flatMap(parser.push), ...parser.flush()]) {
    const last = parts.at(-1)
    if (last?.kind === piece.kind)
      parts[parts.length - 1] = { kind: piece.kind, text: last.text + piece.text }
    else parts.push(piece)
  }
  return parts
}

const written = fc
  .array(
    fc.constantFrom(
      '<think>',
      '</think>',
      '<thi',
      'nk>',
      '\n',
      '```',
      ' ',
      'a',
      '7',
      '<',
      '/',
      '😀',
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''))

test('a reply is a thought and then an answer', () => {
  expect(parse(['Add them.\n</think>\n\n42'])).toEqual([
    { kind: 'reasoning', text: 'Add them.\n' },
    { kind: 'answer', text: '\n\n42' },
  ])
})

test('a tag that comes in ten batches is still one tag', () => {
  expect(parse(['a', ...'</think>'.split(''), 'b'])).toEqual(parse(['a</think>b']))
})

test('a reply may be only a thought, and a thought may be empty', () => {
  expect(parse(['no end'])).toEqual([{ kind: 'reasoning', text: 'no end' }])
  expect(parse(['</think>', 'yes'])).toEqual([{ kind: 'answer', text: 'yes' }])
})

test('a second thought opens at the start of a line of the answer', () => {
  expect(parse(['a</think>b\n<think>c</think>d'])).toEqual([
    { kind: 'reasoning', text: 'a' },
    { kind: 'answer', text: 'b\n' },
    { kind: 'reasoning', text: 'c' },
    { kind: 'answer', text: 'd' },
  ])
})

test('a tag in code or in mid-line of an answer is text', () => {
  const code = 'a</think>\n```html\n<think>\n```\nuse <think> so'
  expect(parse([code])).toEqual([
    { kind: 'reasoning', text: 'a' },
    { kind: 'answer', text: '\n```html\n<think>\n```\nuse <think> so' },
  ])
})

test('a template that opens no thought begins with the answer', () => {
  expect(parse(['Hello </think>'], 'answer')).toEqual([{ kind: 'answer', text: 'Hello </think>' }])
})

test('wherever a stream is cut, the parts are the same', () => {
  fc.assert(
    fc.property(
      written,
      fc.array(fc.nat(200), { maxLength: 12 }),
      fc.constantFrom<Kind>('reasoning', 'answer'),
      (text, cuts, first) => {
        const at = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length]
        const sorted = at.toSorted((a, b) => a - b)
        const chunks = sorted.slice(1).map((end, index) => text.slice(sorted[index], end))
        expect(parse(chunks, first)).toEqual(parse([text], first))
      },
    ),
    { numRuns: 1000 },
  )
})

test('no character is lost but those of the tags that part the reply', () => {
  fc.assert(
    fc.property(written, (text) => {
      const parts = parse([text])
      const joined = parts
        .map(({ kind, text: own }, index) => {
          const next = parts[index + 1]?.kind
          return own + (next === undefined ? '' : kind === 'reasoning' ? '</think>' : '<think>')
        })
        .join('')
      // An empty first thought leaves no part, only its end.
      const whole = parts[0]?.kind === 'answer' ? `</think>${joined}` : joined
      expect([whole, `${whole}</think>`, `${whole}<think>`]).toContain(text)
    }),
    { numRuns: 1000 },
  )
})
