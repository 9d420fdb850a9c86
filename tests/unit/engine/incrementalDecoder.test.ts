import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createIncrementalDecoder } from '../../../src/engine/worker/incrementalDecoder.ts'

/** A byte-level tokenizer: a token is one byte, or one of these pieces, which may end inside a character. */
const pieces: readonly (readonly number[])[] = [
  ...Array.from({ length: 256 }, (_, byte) => [byte]),
  [...Buffer.from(' the')],
  [...Buffer.from('</think>')],
  [...Buffer.from('你')].slice(0, 2),
  [...Buffer.from('你a')].slice(2),
  [...Buffer.from('👩🏽‍🔬')].slice(0, 6),
]
const decode = (ids: Iterable<number>): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    Uint8Array.from([...ids].flatMap((id) => pieces[id] ?? [])),
  )

function decodeInSteps(ids: readonly number[]): { readonly shown: string; readonly whole: string } {
  const decoder = createIncrementalDecoder(decode)
  const shown = ids.map((id) => decoder.push(id)).join('')
  return { shown, whole: shown + decoder.flush() }
}

/** Prefixes where the steps give something else than the whole, or showed what was not there to stay. */
const wrongPrefixes = (ids: readonly number[]): readonly (readonly number[])[] =>
  [...ids.keys(), ids.length]
    .map((length) => ids.slice(0, length))
    .filter((prefix) => {
      const { shown, whole } = decodeInSteps(prefix)
      return whole !== decode(prefix) || !whole.startsWith(shown)
    })

test.each([
  'plain words',
  '你好，世界',
  'é and e\u0301 and \uFFFD',
  '👩🏽‍🔬 👨‍👩‍👧‍👦 🇨🇭',
  '\uFEFFmark',
  'नमस्ते',
])('%s, byte by byte, is at every byte what decoding all of it gives', (text) => {
  expect(wrongPrefixes([...Buffer.from(text)])).toEqual([])
})

test('any text, also cut inside characters, is at every token what decoding all of it gives', () => {
  const text = fc
    .string({ unit: 'grapheme', maxLength: 12 })
    .map((whole) => [...Buffer.from(whole)])
  fc.assert(
    fc.property(text, (tokens) => {
      expect(wrongPrefixes(tokens)).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('any tokens, invalid bytes too, are at every one what decoding all of them gives', () => {
  const ids = fc.array(fc.nat(pieces.length - 1), { maxLength: 24 })
  fc.assert(
    fc.property(ids, (tokens) => {
      expect(wrongPrefixes(tokens)).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('half a character is held back until it is whole', () => {
  const decoder = createIncrementalDecoder(decode)
  const [first = 0, second = 0, third = 0] = Buffer.from('你')
  expect([first, second, third].map((id) => decoder.push(id))).toEqual(['', '', '你'])
})

test('the cost of a token does not grow with the reply', () => {
  let longest = 0
  const decoder = createIncrementalDecoder((ids) => {
    longest = Math.max(longest, ids.length)
    return decode(ids)
  })
  for (const id of Buffer.from('long '.repeat(200))) decoder.push(id)
  expect(longest).toBeLessThanOrEqual(2)
})

test('a tokenizer that strips the first space of a text strips it once', () => {
  const words = [' So', ' it', ' is', ' 4']
  const strip = (ids: Int32Array): string =>
    Array.from(ids, (id) => words[id] ?? '')
      .join('')
      .replace(/^ /, '')
  const decoder = createIncrementalDecoder(strip)
  expect([0, 1, 2, 3].map((id) => decoder.push(id))).toEqual(['So', ' it', ' is', ' 4'])
})
