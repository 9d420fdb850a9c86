import { expect, test } from 'vitest'

import { examplesOf, fillVariables, findVariables } from '../../../src/presets/variables.ts'

test('variables are found in the order in which they come, each once', () => {
  expect(findVariables('{{b}} and {{ a }} and {{b}} and {{数字}} and {{first name}}')).toEqual([
    'b',
    'a',
    '数字',
    'first name',
  ])
})

test.each(['{{}}', '{{ }}', '{a}', '{{a}', '{{a\nb}}', '\\frac{{-}}{2}', `{{${'x'.repeat(41)}}}`])(
  '%s holds none',
  (text) => {
    expect(findVariables(text)).toEqual([])
  },
)

test('what is filled in is not looked through again, and what is not filled in stays', () => {
  const values = new Map([
    ['a', '{{b}} $& $1'],
    ['b', 'B'],
  ])
  expect(fillVariables('{{a}}, {{ b }}, {{c}}', values)).toBe('{{b}} $& $1, B, {{c}}')
})

test('each variable has its example, also one called as a property of objects', () => {
  const preset = { name: 'x', question: '{{__proto__}} {{constructor}} {{a}}' }
  expect(examplesOf({ ...preset, examples: [{ name: 'a', value: '1' }] })).toEqual([
    { name: '__proto__', value: '' },
    { name: 'constructor', value: '' },
    { name: 'a', value: '1' },
  ])
})

test('thousands of braces take no time to speak of', () => {
  expect(findVariables('{{a '.repeat(5000))).toEqual([])
  expect(findVariables(`{{${' '.repeat(20_000)}`)).toEqual([])
})
