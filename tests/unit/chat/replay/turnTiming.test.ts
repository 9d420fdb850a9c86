import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { countCharacters, timingFrom, type Growth } from '../../../../src/chat/replay/turnTiming.ts'

const start = (characters: number): Growth => ({ characters, at: null })
const grown = (characters: number, ...at: readonly number[]): Growth => ({ characters, at })

test('tokens keep their characters and the milliseconds between them', () => {
  expect(timingFrom([start(0), grown(3, 200.4), grown(9, 250.6, 300.6)])).toEqual([
    { given: 0, characters: [3, 3, 3], ms: [200, 51, 50] },
  ])
})

test('what stood before, and what the app wrote between two segments, no token has brought', () => {
  expect(timingFrom([start(10), grown(13, 20), start(20), grown(21, 5)])).toEqual([
    { given: 10, characters: [3], ms: [20] },
    { given: 7, characters: [1], ms: [5] },
  ])
})

test('a continued reply goes on from the times that it has', () => {
  const before = timingFrom([start(0), grown(4, 10)])
  expect(timingFrom([start(4), grown(6, 30)], before)).toEqual([
    { given: 0, characters: [4], ms: [10] },
    { given: 0, characters: [2], ms: [30] },
  ])
})

test('what a reply lost when its answer was begun anew is played by no token', () => {
  expect(timingFrom([start(0), grown(3, 1), grown(8, 2), start(4), grown(6, 3)])).toEqual([
    { given: 0, characters: [3, 1], ms: [1, 1] },
    { given: 0, characters: [2], ms: [3] },
  ])
})

test('the rest of a character belongs to the last token', () => {
  expect(timingFrom([start(0), grown(3, 1), grown(5)])).toEqual([
    { given: 0, characters: [5], ms: [1] },
  ])
})

test('a segment that was stopped before its first token leaves nothing', () => {
  expect(timingFrom([start(0), grown(2, 1), start(2), grown(2)])).toEqual([
    { given: 0, characters: [2], ms: [1] },
  ])
})

test('however a reply grows, shrinks and pauses, its times hold all of its characters', () => {
  const step: fc.Arbitrary<Growth> = fc.record({
    characters: fc.nat(40),
    at: fc.option(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 4 })),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.nat(40), (steps, first) => {
      const growth = [start(first), ...steps]
      const timing = timingFrom(growth)
      expect(countCharacters(timing)).toBe(growth.at(-1)?.characters)
      const numbers = timing.flatMap(({ given, characters, ms }) => [given, ...characters, ...ms])
      expect(numbers.filter((one) => !Number.isInteger(one) || one < 0)).toEqual([])
    }),
  )
})
