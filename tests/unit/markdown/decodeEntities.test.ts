import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { decodeEntities } from '../../../src/markdown/decodeEntities.ts'

test.each([
  ['a &amp; b &lt; c', 'a & b < c'],
  ['&quot;x&apos;s&quot;&nbsp;y', '"x\'s"\u00A0y'],
  ['&#8212;&#x2014;&#X2014;&mdash;', '————'],
  ['3 &times; 4 &ge; &pi;', '3 × 4 ≥ π'],
  ['&amp;lt;', '&lt;'],
])('%s means %s', (text, meant) => {
  expect(decodeEntities(text)).toBe(meant)
})

test.each(['AT&T', '&amp', '&unknown;', '&;', '&#;', '&#xyz;', 'a && b;', '&constructor;'])(
  '%s is what it says',
  (text) => {
    expect(decodeEntities(text)).toBe(text)
  },
)

test.each(['&#0;', '&#xD800;', '&#1114112;', '&#9999999;'])('%s is no character', (text) => {
  expect(decodeEntities(text)).toBe('\uFFFD')
})

test('every character comes back from its number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 0x10_ffff }), (number) => {
      fc.pre(number < 0xd800 || number > 0xdfff)
      const character = String.fromCodePoint(number)
      expect(decodeEntities(`&#${number};`)).toBe(character)
      expect(decodeEntities(`&#x${number.toString(16)};`)).toBe(character)
    }),
  )
})
