import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { cleanTitle, titleFrom, untitled } from '../../../src/chat/chatTitle.ts'

const lengthOf = (text: string): number => [...new Intl.Segmenter().segment(text)].length

test('a title is the first line that says something', () => {
  expect(titleFrom('\n  \n  What is   2 + 2?  \nShow your work.')).toBe('What is 2 + 2?')
})

test('a question of nothing but space has no title', () => {
  expect(titleFrom(' \n\t\n')).toBe(untitled)
})

test('a long title is cut between words, and says so', () => {
  const title = titleFrom('How many ways are there to write a number as a sum of smaller ones?')
  expect(title).toBe('How many ways are there to write a number as a sum of…')
})

test('a long word is cut where it must be', () => {
  expect(titleFrom('x'.repeat(100))).toBe(`${'x'.repeat(60)}…`)
})

test('a sign of many characters is never cut in two', () => {
  const family = '👨‍👩‍👧‍👦'
  expect(titleFrom(family.repeat(70))).toBe(`${family.repeat(60)}…`)
})

test('a title of signs with endless accents is cut, and says so', () => {
  const accented = `e${'\u0301'.repeat(30)}`
  expect(titleFrom(accented.repeat(60))).toMatch(/[^…]…$/u)
  expect(titleFrom(accented.repeat(20))).toBe(accented.repeat(20))
})

test('any question gives one line of at most 60 signs and the dots', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (question) => {
      const title = titleFrom(question)
      expect(title).toBe(cleanTitle(title))
      expect(title).not.toBe('')
      expect(lengthOf(title)).toBeLessThanOrEqual(61)
    }),
  )
})

test('a title is the line itself, or its beginning', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (question) => {
      const line = cleanTitle(question.split('\n').find((text) => text.trim() !== '') ?? '')
      fc.pre(line !== '')
      const title = titleFrom(question)
      expect(title === line || line.startsWith(title.slice(0, -1))).toBe(true)
    }),
  )
})
