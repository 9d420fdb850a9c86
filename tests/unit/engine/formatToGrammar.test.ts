import { expect, test } from 'vitest'

import { formatToGrammar } from '../../../src/engine/worker/formatToGrammar.ts'

test('choices become literals, with every sign that means something written as a code point', () => {
  const grammar = formatToGrammar({ kind: 'choices', choices: ['yes', 'a "b"\\', '你'] })
  expect(grammar).toEqual({
    type: 'grammar',
    grammar: String.raw`root ::= "yes" | "a \U00000022b\U00000022\U0000005c" | "\U00004f60"`,
  })
})

test('a schema is handed on as it is', () => {
  expect(formatToGrammar({ kind: 'schema', schema: '{"type":"object"}' })).toEqual({
    type: 'json_object',
    schema: '{"type":"object"}',
  })
})
