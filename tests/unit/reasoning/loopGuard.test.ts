import { readFileSync } from 'node:fs'

import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createLoopGuard } from '../../../src/reasoning/loopGuard.ts'
import { honestThoughts, loops } from './loopTexts.ts'

const read = (name: string): readonly string[] =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8'))
/** Thoughts as ponder-nano was taught to think, one in three with a slip that it repairs. */
const taught = read('nanoThoughts.json')
/** What it thought itself, about problems that it was not taught, at the temperature of the app. */
const recorded = read('recordedThoughts.json')

/** Pieces about as long as tokens: a few letters, one digit, one sign with the space before it. */
const tokensOf = (text: string): readonly string[] =>
  text.match(/\s?[a-zA-Z]{1,5}|\s?\d|\s?[^\sa-zA-Z\d]|\s/gu) ?? []

/** The token at which the guard first speaks, counted from 1; undefined if it never does. */
function alarmAt(text: string): number | undefined {
  const guard = createLoopGuard()
  const at = tokensOf(text).findIndex((token) => guard.push(token))
  return at === -1 ? undefined : at + 1
}

test.each([
  ['that the embedded model was taught', taught],
  ['that was recorded of the embedded model', recorded],
])('no thought %s is taken for a loop', (_whose, thoughts) => {
  expect(thoughts.length).toBeGreaterThanOrEqual(200)
  expect(thoughts.filter((thought) => alarmAt(thought) !== undefined)).toEqual([])
})

test.each(Object.entries(honestThoughts))('%s is not taken for a loop', (_name, thought) => {
  expect(tokensOf(thought).length).toBeGreaterThan(300)
  expect(alarmAt(thought)).toBeUndefined()
})

test('two hundred different thoughts were recorded', () => {
  expect(new Set(recorded).size).toBeGreaterThanOrEqual(200)
})

test('there are twenty kinds of loops to notice', () => {
  expect(Object.keys(loops)).toHaveLength(20)
})

test.each(Object.entries(loops))('%s is noticed within 200 tokens of repeating', (_name, loop) => {
  const { before, copy } = loop
  const start = tokensOf(before + copy(0)).length
  let text = before
  for (let index = 0; tokensOf(text).length < start + 400; index += 1) text += copy(index)
  const at = alarmAt(text) ?? Infinity
  expect(at).toBeGreaterThan(start)
  expect(at - start).toBeLessThanOrEqual(200)
})

test('a text that moves on is no loop any more', () => {
  const guard = createLoopGuard()
  expect(guard.push('I will check. '.repeat(40))).toBe(true)
  expect(guard.push('Now something else: 4 is even, so the sum is too. ')).toBe(false)
})

test('it does not matter how the text comes in pieces', () => {
  const text = `${honestThoughts['a long sum']} ${'so we try again, '.repeat(30)}`
  const whole = createLoopGuard()
  whole.push(text)
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 20 }), (cuts) => {
      const guard = createLoopGuard()
      const places = [0, ...cuts.toSorted((one, other) => one - other), text.length]
      for (const [index, to] of places.slice(1).entries()) guard.push(text.slice(places[index], to))
      expect(guard.push(' and')).toBe(true)
    }),
  )
})
