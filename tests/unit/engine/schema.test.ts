import { expect, test } from 'vitest'

import { findSchemaProblem } from '../../../src/engine/schema/findSchemaProblem.ts'

const tree = {
  $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } } } },
  $ref: '#/$defs/node',
}

test.each([
  true,
  {},
  { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] },
  { type: ['string', 'null'] },
  { enum: ['yes', 'no', 3, null] },
  { const: { a: [1] } },
  { oneOf: [{ type: 'string' }, { type: 'number', minimum: 1, maximum: 2.5 }] },
  { type: 'array', items: { type: 'string' }, minItems: 2, maxItems: 4 },
  { type: 'array', prefixItems: [{ type: 'string' }], items: false },
  { type: 'string', pattern: '^[a-z]{2,4}\\d*$' },
  { type: 'string', pattern: '\\\\b' },
  { type: 'object', additionalProperties: { type: 'integer' }, minProperties: 2 },
  { type: 'object', propertyNames: { pattern: '^a' } },
  { title: 'A schema', description: 'with notes', $comment: 'of its own', type: 'boolean' },
  tree,
])('answers can be held to %j', (schema) => {
  expect(findSchemaProblem(schema)).toBeUndefined()
})

/** Each of these ends the library that would read it, with all that it holds, or is passed over by it. */
test.each([
  [false, '#: false allows no answer at all.'],
  [{ type: 'banana' }, '#: "type" is one of'],
  [{ type: 7 }, '#: "type" is one of'],
  [{ type: [] }, '#: "type" is one of'],
  [{ properties: [] }, '#: "properties" is an object of schemas.'],
  [{ properties: { a: { items: 5 } } }, '#/properties/a/items: a schema is an object, or true.'],
  [{ properties: { a: false } }, '#/properties/a: false allows no answer at all.'],
  [{ required: 'a' }, '#: "required" is a list of names.'],
  [{ enum: [] }, '#: "enum" is a list with something in it.'],
  [{ anyOf: {} }, '#: "anyOf" is a list with something in it.'],
  [{ not: { type: 'string' } }, '#: answers cannot be held to "not".'],
  [{ if: {}, else: {} }, '#: answers cannot be held to "if".'],
  [{ allOf: [{}, {}] }, '#: answers cannot be held to more than one schema in "allOf"'],
  [{ $ref: '#/$defs/b', $defs: { a: {} } }, '#: "$ref" names a place in this schema'],
  [{ $ref: 'https://example.com/schema.json' }, '#: "$ref" names a place in this schema'],
  [{ $ref: '#' }, '"$ref" leads back to itself'],
  [{ $ref: '#/$defs/a', $defs: { a: { anyOf: [{ $ref: '#' }] } } }, '"$ref" leads back'],
  [{ pattern: 5 }, '#: "pattern" is a text.'],
  [{ pattern: '[a' }, '#: the pattern "[a" is no regular expression.'],
  [{ pattern: '(?=a)b' }, '#: the pattern "(?=a)b" looks ahead or behind'],
  [{ pattern: '(a)\\1' }, 'refers back to a group'],
  [{ pattern: '\\bfoo' }, 'asks for the border of a word'],
  [{ pattern: '\\p{L}' }, 'asks for a class of Unicode'],
  [{ patternProperties: { '[': {} } }, 'is no regular expression'],
  [{ propertyNames: { type: 'integer' } }, '#: "propertyNames" describes a text'],
  [{ type: 'integer', minimum: 5, maximum: 3 }, '#: no number is between'],
  [{ type: 'integer', exclusiveMinimum: 3, exclusiveMaximum: 4 }, '#: no number is between'],
  [{ type: 'integer', minimum: 1.5 }, '#: "minimum" of an integer is a whole number.'],
  [{ minimum: '5' }, '#: "minimum" is a number'],
  [{ minimum: 1e30 }, '#: "minimum" is a number, of at most 16 digits.'],
  [{ minLength: 5, maxLength: 3 }, '#: "minLength" is more than "maxLength".'],
  [{ minLength: -1 }, '#: "minLength" is a whole number, 0 or more.'],
  [{ maxLength: 1_000_000 }, '#: "maxLength" is at most 10000.'],
  [{ type: 'array', minItems: 2 }, '#: it asks for more items than it describes'],
  [{ type: 'object', minProperties: 1 }, '#: it asks for more properties than it names'],
  [{ format: 4 }, '#: "format" is a text.'],
])('answers cannot be held to %j, and it says where and why', (schema, problem) => {
  expect(findSchemaProblem(schema)).toContain(problem)
})

test('one that is nested too deep says so, however deep it is', () => {
  let deep: object = { type: 'string' }
  for (let level = 0; level < 400; level += 1) deep = { type: 'array', items: deep }
  expect(findSchemaProblem(deep)).toContain('nested deeper than 32 levels')
})
