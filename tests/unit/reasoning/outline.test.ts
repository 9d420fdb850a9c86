import { readFileSync } from 'node:fs'

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { createTextFollower } from '../../../src/reasoning/outline/followText.ts'
import { createOutline, entryAtLine, type Outline } from '../../../src/reasoning/outline/outline.ts'
import { createThoughtSearch } from '../../../src/reasoning/outline/thoughtSearch.ts'

const recorded = JSON.parse(
  readFileSync(new URL('../../fixtures/nanoThoughts.json', import.meta.url), 'utf8'),
) as readonly string[]

const english = `Okay, a train leaves at 9:40 and needs 95 minutes. When does it arrive?

First, 95 minutes are one hour and 35 minutes. 9:40 and one hour is 10:40.
Then 10:40 and 35 minutes is 11:15.

So the train arrives at 11:15.

The clock was said to be ten minutes slow. Wait, does that change the arrival? Only what the clock shows.

Let me verify: 11:15 minus 9:40 is 1:35, which is 95 minutes.

Therefore \\boxed{11:15}.`

const chinese = `首先，小明有三个苹果，又买了五个。
3 + 5 = 8
等等，他还吃了一个。
8 - 1 = 7

让我检查一下：7 + 1 = 8，没有问题。

所以他有七个苹果。`

const outlineOf = (text: string): Outline => {
  const reader = createOutline()
  reader.push(text)
  return reader.end()
}
const kinds = (text: string): string[] =>
  outlineOf(text).entries.map(({ kind, label }) => `${kind}: ${label}`)

test('an English thought has its steps, its turn, its check and both of its answers', () => {
  expect(kinds(english)).toEqual([
    'step: Okay, a train leaves at 9:40 and needs 95 minutes.',
    'step: First, 95 minutes are one hour and 35 minutes.',
    'step: Then 10:40 and 35 minutes is 11:15.',
    'close: So the train arrives at 11:15.',
    'turn: Wait, does that change the arrival?',
    'check: Let me verify: 11:15 minus 9:40 is 1:35, which is 95 minutes.',
    'close: Therefore \\boxed{11:15}.',
  ])
})

test('so has a Chinese one', () => {
  expect(kinds(chinese)).toEqual([
    'step: 首先，小明有三个苹果，又买了五个。',
    'turn: 等等，他还吃了一个。',
    'check: 让我检查一下：7 + 1 = 8，没有问题。',
    'close: 所以他有七个苹果。',
  ])
})

test('a recorded thought of the embedded model shows where it turned and what it checked', () => {
  expect(kinds(recorded[0] ?? '')).toEqual([
    'step: Add 93 and 1.',
    'check: Check by nines:',
    'turn: 2 ≠ 4.',
    'step: Again:',
    'check: Good.',
  ])
})

test('every entry of every recorded thought begins where its line does', () => {
  for (const text of [...recorded, english, chinese]) {
    const { entries, lineStarts } = outlineOf(text)
    const lines = text.split('\n')
    expect(lineStarts).toHaveLength(lines.length)
    expect(entries.length).toBeGreaterThan(0)
    for (const { at, line, label } of entries) {
      expect(lineStarts[line]).toBe(at)
      expect(lines[line]).toContain(label.replace(/…$/, ''))
    }
  }
})

test('the outline is the same however the text is cut', () => {
  const text = `${english}\n\n${chinese}\n${recorded[0]}`
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 60 }), (cuts) => {
      const reader = createOutline()
      let from = 0
      for (const cut of [...cuts.toSorted((one, other) => one - other), text.length]) {
        reader.push(text.slice(from, cut))
        from = cut
      }
      expect(reader.end()).toEqual(outlineOf(text))
    }),
  )
})

test('any text gives entries in order, each with words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { entries } = outlineOf(text)
      expect(entries.every(({ label }) => label !== '')).toBe(true)
      expect(entries.map(({ line }) => line)).toEqual(
        entries.map(({ line }) => line).toSorted((one, other) => one - other),
      )
    }),
  )
})

test('a label is cut at a whole letter, and a line without an end costs no more than its beginning', () => {
  expect(kinds('𝒳'.repeat(200))).toEqual([`step: ${'𝒳'.repeat(89)}…`])
  expect(kinds(`${'x'.repeat(100_000)} wait`)).toHaveLength(1)
})

test('a line belongs to the last entry before it', () => {
  const { entries } = outlineOf('First one\nx\nThen two\ny')
  expect([0, 1, 2, 3].map((line) => entryAtLine(entries, line))).toEqual([0, 0, 1, 1])
  expect(entryAtLine([], 3)).toBe(-1)
})

test('a text on screen is followed while it grows, ends, goes on, and becomes another', () => {
  const follower = createTextFollower()
  expect(follower.follow('First a', true).entries).toHaveLength(0)
  expect(follower.follow('First a\nThen b', true).entries).toHaveLength(1)
  expect(follower.follow('First a\nThen b', false).entries).toHaveLength(2)
  expect(follower.follow('First a\nThen b', false).entries).toHaveLength(2)
  expect(
    follower.follow('First a\nThen b, c\nNow d', true).entries.map(({ label }) => label),
  ).toEqual(['First a', 'Then b, c'])
  expect(follower.follow('Wait', false)).toEqual(outlineOf('Wait'))
})

test('tokens before a place are those counted there, and between two counts in proportion', () => {
  const follower = createTextFollower()
  follower.noteTokens(10, 4)
  follower.noteTokens(20, 10)
  follower.noteTokens(40, 12)
  expect([0, 5, 10, 15, 20, 30, 40].map((at) => follower.tokensBefore(at))).toEqual([
    0, 2, 4, 7, 10, 11, 12,
  ])
})

test('of a stored thought only the sum is known: all is in proportion', () => {
  const follower = createTextFollower()
  follower.noteTokens(100, 50)
  expect(follower.tokensBefore(30)).toBe(15)
})

test('words are found in any case, in lines as they are shown', () => {
  const find = createThoughtSearch('WAIT')
  expect(find('Wait, no.\nawait\u0007 wait')).toEqual([
    { line: 0, from: 0, to: 4 },
    { line: 1, from: 1, to: 5 },
    { line: 1, from: 14, to: 18 },
  ])
})

test('signs are looked for as they stand, and nothing is found for nothing', () => {
  expect(createThoughtSearch('3+4 = (7)')('3+4 = (7)')).toHaveLength(1)
  expect(createThoughtSearch('.')('abc')).toEqual([])
  expect(createThoughtSearch('  ')('a  b')).toEqual([])
})

test('a growing text is searched to the same end, however it is cut', () => {
  const text = `${english}\n${recorded[0]}`
  fc.assert(
    fc.property(
      fc.constantFrom('1', 'wait', 'the', '=', '9'),
      fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 40 }),
      (words, cuts) => {
        const find = createThoughtSearch(words)
        for (const cut of cuts.toSorted((one, other) => one - other)) find(text.slice(0, cut))
        expect(find(text)).toEqual(createThoughtSearch(words)(text))
      },
    ),
  )
})
