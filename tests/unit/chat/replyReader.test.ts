import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { replyPrefix, textOf } from '../../../src/chat/answer.ts'
import type { Answer, Part } from '../../../src/chat/message.ts'
import { createReplyReader } from '../../../src/chat/replyReader.ts'
import { fakeAnswer, part } from '../../fakes/conversations.ts'
import { fakeUsage } from '../../fakes/fakeEngine.ts'

const begun = fakeAnswer({ ending: { kind: 'open' } })

/** Texts rich in whole and half tags, at line starts and inside fences. */
const replyArbitrary = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<think>',
        '</think>',
        '<',
        '</thi',
        'nk>',
        '\n',
        '\n\n',
        '```\n',
        '~~~',
        ' ',
      ),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 30 },
  )
  .map((texts) => texts.join(''))

/** A reply, cut anywhere. */
const cutReply = replyArbitrary.chain((text) =>
  fc.array(fc.nat(text.length), { maxLength: 12 }).map((cuts) => {
    const places = [0, ...cuts.toSorted((one, other) => one - other), text.length]
    return { text, batches: places.slice(1).map((to, at) => text.slice(places[at], to)) }
  }),
)

function readAll(from: Answer, batches: readonly string[]): Answer {
  const reader = createReplyReader(from)
  for (const batch of batches) reader.push(batch, [0])
  reader.flush()
  return reader.read()
}

test('a reply begins as a thought and turns into an answer at the tag', () => {
  expect(readAll(begun, ['Two and two.\n</think>\n\nIt is 4.']).parts).toEqual([
    part('reasoning', 'Two and two.\n'),
    part('answer', '\n\nIt is 4.'),
  ])
})

test('a model that opens its thought itself is read by its template, whether it thinks or not', () => {
  const own = { ...begun, template: 'r1-0528' }
  expect(readAll(own, ['<thi', 'nk>\nTwo', '.\n</think>\n\n4']).parts).toEqual([
    part('reasoning', '\nTwo.\n'),
    part('answer', '\n\n4'),
  ])
  expect(readAll(own, ['It is 4.']).parts).toEqual([part('answer', 'It is 4.')])
})

test('a thought that was stopped before its first word is opened again by such a model', () => {
  const stopped = readAll({ ...begun, template: 'qwen3' }, ['<think>'])
  expect(stopped.parts).toEqual([part('reasoning', '')])
  expect(readAll(stopped, ['<think>', 'Two.</think>4']).parts).toEqual([
    part('reasoning', 'Two.'),
    part('answer', '4'),
  ])
})

test('a tag that comes in pieces is a tag', () => {
  expect(readAll(begun, ['Well</', 'thi', 'nk', '>4']).parts).toEqual([
    part('reasoning', 'Well'),
    part('answer', '4'),
  ])
})

test('the beginning of a tag is held back, and given out when it is none', () => {
  const reader = createReplyReader(begun)
  reader.push('1 </thi', [0])
  expect(reader.read().parts).toEqual([part('reasoning', '1 ')])
  reader.push('ng', [1])
  expect(reader.read().parts).toEqual([part('reasoning', '1 </thing')])
})

test('a reply that ends in half a tag keeps it', () => {
  expect(readAll(begun, ['Well </think']).parts).toEqual([part('reasoning', 'Well </think')])
})

test('however a reply is cut, its parts are the same', () => {
  fc.assert(
    fc.property(cutReply, ({ text, batches }) => {
      expect(readAll(begun, batches).parts).toEqual(readAll(begun, [text]).parts)
    }),
    { numRuns: 500 },
  )
})

/** A stop inside the first tag leaves a thought without a character before the answer. */
const withoutEmptyThought = ({ parts: [first, ...rest] }: Answer): readonly (Part | undefined)[] =>
  first?.kind === 'reasoning' && first.text === '' ? rest : [first, ...rest]

test('wherever a reply is stopped and continued, its parts are the same', () => {
  fc.assert(
    fc.property(cutReply, ({ text, batches }) => {
      const stopped = batches.reduce((from, batch) => readAll(from, [batch]), begun)
      expect(withoutEmptyThought(stopped)).toEqual(withoutEmptyThought(readAll(begun, [text])))
    }),
    { numRuns: 500 },
  )
})

test('what a continued reply begins with is what was written, to the byte', () => {
  const fenceless = replyArbitrary.filter((text) => !text.includes('<think>'))
  fc.assert(
    fc.property(fenceless, (text) => {
      const { reasoning, answer } = replyPrefix(readAll(begun, [text]))
      expect(answer === undefined ? reasoning : `${reasoning}</think>${answer}`).toBe(text)
    }),
  )
})

test('a continued reply goes on in the part where it stands', () => {
  const answered = { ...begun, parts: [part('reasoning', 'Well'), part('answer', 'It')] }
  expect(readAll(answered, [' is 4']).parts).toEqual([
    part('reasoning', 'Well'),
    part('answer', 'It is 4'),
  ])
})

test('inside a fence of the part before the stop a tag is still text', () => {
  const answered = { ...begun, parts: [part('reasoning', ''), part('answer', '```\n')] }
  expect(textOf(readAll(answered, ['<think>\n```']), 'answer')).toBe('```\n<think>\n```')
})

test('the kind is that of the newest piece', () => {
  const reader = createReplyReader(begun)
  expect(reader.kind()).toBe('reasoning')
  reader.push('Well</think>', [0])
  expect(reader.kind()).toBe('answer')
})

test('what is read is the same object until more is written', () => {
  const reader = createReplyReader(begun)
  reader.push('Well', [0])
  const read = reader.read()
  expect(reader.read()).toBe(read)
  reader.push('.', [1])
  expect(reader.read()).not.toBe(read)
})

test('a reply without a token has no figures', () => {
  const reader = createReplyReader(begun)
  reader.endSegment(fakeUsage)
  reader.flush()
  expect(reader.read().figures).toBeNull()
})
