import { expect, test } from 'vitest'

import { findMismatch } from '../../../src/chat/checkFormat.ts'
import { formatToText, parseFormat } from '../../../src/chat/formatText.ts'

const choices = { kind: 'choices', choices: ['yes', 'no'] } as const
const schema = {
  kind: 'schema',
  schema: '{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]}',
} as const

test('choices are lines, without spaces around them, empty ones and doubles', () => {
  expect(parseFormat('choices', ' yes\n\nno \nyes\n')).toEqual({ ok: true, format: choices })
})

test.each([choices, schema])('a format of $kind comes back as it was written', (format) => {
  expect(parseFormat(format.kind, formatToText(format))).toEqual({ ok: true, format })
})

test.each([
  ['choices', 'yes', 'Write two choices or more, one a line.'],
  ['choices', Array.from({ length: 51 }, (_, at) => `${at}`).join('\n'), 'At most 50 choices.'],
  ['choices', `a\n${'b'.repeat(501)}`, 'A choice has at most 500 characters.'],
  ['schema', '{"type":', 'This is not JSON yet.'],
  ['schema', '[]', 'A schema is a JSON object, such as {"type": "object"}.'],
  [
    'schema',
    '{"properties":{"n":{"type":"banana"}}}',
    'Answers cannot be held to this schema. At #/properties/n: "type" is one of string, number, integer, boolean, null, array, object, or a list of them.',
  ],
  ['schema', ' '.repeat(20_001), 'A schema has at most 20000 characters.'],
] as const)('%s that cannot be used say why: %#', (kind, text, problem) => {
  expect(parseFormat(kind, text)).toEqual({ ok: false, problem })
})

test.each([
  [choices, '\n\nyes', undefined],
  [choices, 'maybe', 'it is none of the choices'],
  [schema, '\n\n{"n": 4}', undefined],
  [schema, '{"n": 4', 'it is not JSON, or its end is missing'],
  [schema, '{"n": "four"}', expect.stringContaining('n')],
  [schema, '{}', expect.stringContaining('n')],
  [{ kind: 'schema', schema: '7' } as const, '{}', 'the schema itself is not one'],
])('an answer is compared with its format: %#', async (format, answer, mismatch) => {
  expect(await findMismatch(format, answer)).toEqual(mismatch)
})
