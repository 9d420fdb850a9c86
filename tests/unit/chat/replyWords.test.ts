import { expect, test } from 'vitest'

import { textOf } from '../../../src/chat/answer.ts'
import { wordAt, wordInLine, wordsOf } from '../../../src/chat/replyWords.ts'
import { fakeAnswer, part } from '../../fakes/conversations.ts'

const answer = fakeAnswer({
  parts: [part('reasoning', 'Add them.\n7 + 5 = 12\n\nGood.\n'), part('answer', '\n\nIt is 好的.')],
})
const words = wordsOf(answer)
const shown = words.map(({ kind, from, to }) => textOf(answer, kind).slice(from, to))

test('words are what stands between spaces, and each Chinese character', () => {
  expect(shown.join(' | ')).toBe('Add | them. | 7 | + | 5 | = | 12 | Good. | It | is | 好 | 的 | .')
})

test.each([
  ['inside a word', 'reasoning', 6, 'them.'],
  ['in the space after a word', 'reasoning', 3, 'Add'],
  ['after the last word', 'reasoning', 30, 'Good.'],
  ['before the first word of the answer', 'answer', 0, 'It'],
  ['on a Chinese character', 'answer', 8, '好'],
] as const)('a click %s chooses it', (_where, kind, at, word) => {
  expect(shown[wordAt(words, { kind, at })]).toBe(word)
})

test('up and down go to the first word of a line, and stay at the ends', () => {
  expect(shown[wordInLine(answer, words, 0, 1)]).toBe('7')
  expect(shown[wordInLine(answer, words, 4, 1)]).toBe('Good.')
  expect(shown[wordInLine(answer, words, 7, 1)]).toBe('It')
  expect(shown[wordInLine(answer, words, 4, -1)]).toBe('Add')
  expect(wordInLine(answer, words, 1, -1)).toBe(0)
  expect(wordInLine(answer, words, 9, 1)).toBe(9)
})

test('a reply without words has none to choose', () => {
  expect(wordsOf(fakeAnswer({ parts: [part('reasoning', '\n')] }))).toEqual([])
  expect(wordAt([], { kind: 'answer', at: 3 })).toBe(0)
})
