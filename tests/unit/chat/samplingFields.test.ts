import * as fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'

import { samplingSchema } from '../../../src/chat/chatSettingsSchema.ts'
import {
  parseSamplingField,
  samplingFields,
  type SamplingField,
} from '../../../src/chat/samplingFields.ts'
import { r1Sampling } from '../../../src/engine/engine.ts'

function fieldOf(name: SamplingField['name']): SamplingField {
  const field = samplingFields.find((one) => one.name === name)
  if (field === undefined) throw new Error(`There is no field ${name}.`)
  return field
}

test('every sampling figure has a field', () => {
  expect(samplingFields.map(({ name }) => name)).toEqual([...Object.keys(r1Sampling), 'seed'])
})

test.each([
  ['0.6', 0.6],
  ['0,6', 0.6],
  [' 1 ', 1],
  ['0', 0],
  ['2', 2],
])('a temperature typed as "%s" is %d', (text, value) => {
  expect(parseSamplingField(fieldOf('temperature'), text)).toEqual({ ok: true, value })
})

test.each(['', ' ', 'warm', '1.2.3', 'NaN', 'Infinity', '1e999'])(
  'a temperature typed as "%s" is no number',
  (text) => {
    expect(parseSamplingField(fieldOf('temperature'), text)).toEqual({
      ok: false,
      problem: 'Temperature is a number.',
    })
  },
)

test.each(['-0.1', '2.1'])('a temperature of %s is out of range, and says which', (text) => {
  expect(parseSamplingField(fieldOf('temperature'), text)).toEqual({
    ok: false,
    problem: 'Temperature lies between 0 and 2.',
  })
})

test.each(['1.5', '1,000', '1.000', '0,5'])(
  'whole numbers take no point or comma: %s is never read as another number',
  (text) => {
    expect(parseSamplingField(fieldOf('maxTokens'), text)).toEqual({
      ok: false,
      problem: 'Max tokens is a whole number.',
    })
  },
)

test('an empty seed asks for a fresh one each time', () => {
  expect(parseSamplingField(fieldOf('seed'), '')).toEqual({ ok: true, value: undefined })
})

test('whatever is typed and taken, the stored settings hold', () => {
  const typed = fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String))
  fc.assert(
    fc.property(fc.constantFrom(...samplingFields), typed, (field, text) => {
      const parsed = parseSamplingField(field, text)
      fc.pre(parsed.ok)
      const sampling = { ...r1Sampling, [field.name]: parsed.value }
      expect(v.is(samplingSchema, sampling)).toBe(true)
    }),
  )
})
