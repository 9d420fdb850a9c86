import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { r1Presets, smallPresets } from '../../../src/presets/builtinPresets.ts'
import { contentOf } from '../../../src/presets/preset.ts'
import { presetsToFile, readPresetFile } from '../../../src/presets/presetFile.ts'
import { formToPreset, presetToForm } from '../../../src/presets/presetForm.ts'
import { readPreset } from '../../../src/presets/presetSchema.ts'
import { examplesOf, findVariables } from '../../../src/presets/variables.ts'
import { presetArbitrary } from '../../fakes/presets.ts'

const builtin = [...smallPresets, ...r1Presets]

test('presets come out of a file as they went in', () => {
  fc.assert(
    fc.property(fc.array(presetArbitrary, { maxLength: 4 }), (presets) => {
      expect(readPresetFile(JSON.parse(presetsToFile(presets)))).toEqual({
        kind: 'read',
        contents: presets.map(contentOf),
        notes: [],
      })
    }),
  )
})

test('a file of version 1 opens, and a broken preset keeps no other out', () => {
  const file = { ponder: 'presets', v: 1, presets: [{ name: 'x', question: 'y' }, { name: 7 }] }
  expect(readPresetFile(file)).toEqual({
    kind: 'read',
    contents: [{ name: 'x', question: 'y' }],
    notes: [expect.stringMatching(/^Preset 2 was left out/)],
  })
})

test('a newer file, and a file of something else, say what they are', () => {
  expect(readPresetFile({ ponder: 'presets', v: 2, presets: [] })).toMatchObject({
    reason: expect.stringMatching(/newer version/),
  })
  for (const value of [null, 7, [], {}, { ponder: 'presets' }])
    expect(readPresetFile(value)).toMatchObject({ kind: 'refused' })
})

test('every preset that comes with the app passes the door as it is, with an example for each variable', () => {
  expect(builtin.length).toBeGreaterThanOrEqual(12)
  expect(new Set(builtin.map(({ name }) => name)).size).toBe(builtin.length)
  for (const preset of builtin) {
    expect(readPreset(preset)).toEqual({ kind: 'read', content: contentOf(preset), notes: [] })
    expect(findVariables(preset.question).length).toBeGreaterThan(0)
    expect(examplesOf(preset).filter(({ value }) => value === '')).toEqual([])
  }
})

test('a preset that goes through its form unchanged is the same preset', () => {
  for (const preset of builtin) {
    expect(formToPreset(presetToForm(preset), preset)).toEqual({
      kind: 'read',
      content: contentOf(preset),
      notes: [],
    })
  }
})

test('a form without a name, or with a figure that is none, says so', () => {
  const form = presetToForm({ name: '', question: 'x' })
  expect(formToPreset(form, { name: '', question: '' })).toMatchObject({
    reason: expect.stringMatching(/name/),
  })
  expect(
    formToPreset({ ...form, name: 'x', seed: 'seven' }, { name: '', question: '' }),
  ).toMatchObject({ reason: expect.stringMatching(/seed/) })
})

test('how long to think is a field of the form, and needs its number', () => {
  const preset = { name: 'x', question: 'y' }
  const form = presetToForm(preset)
  expect(formToPreset({ ...form, thinking: 'skip' }, preset)).toMatchObject({
    content: { thinking: { kind: 'skip' } },
  })
  expect(formToPreset({ ...form, thinking: 'budget', thoughtTokens: '64' }, preset)).toMatchObject({
    content: { thinking: { kind: 'budget', tokens: 64 } },
  })
  for (const thoughtTokens of ['', 'x', '0', '1.5'])
    expect(formToPreset({ ...form, thinking: 'atLeast', thoughtTokens }, preset)).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/^The number of tokens for the thought/),
    })
})
