import { checkNumbers } from './checkNumbers.ts'
import { isFields, listOf, type Fields } from './fields.ts'
import { findPatternProblem } from './findPatternProblem.ts'
import { resolveReference } from './references.ts'

const types = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object']

/** What is wrong with the keywords of one schema, those inside of it left aside. */
export function checkKeywords(schema: Fields, root: unknown): string | undefined {
  const { type, required, pattern, format, $ref: reference } = schema
  const named = Array.isArray(type) ? (type as readonly unknown[]) : [type]
  if (
    type !== undefined &&
    !(
      named.length > 0 &&
      named.every((one) => types.includes(String(one)) && typeof one === 'string')
    )
  )
    return `"type" is one of ${types.join(', ')}, or a list of them.`
  for (const name of ['properties', 'patternProperties', '$defs', 'definitions'])
    if (schema[name] !== undefined && !isFields(schema[name]))
      return `"${name}" is an object of schemas.`
  if (required !== undefined && !isListOfTexts(required)) return '"required" is a list of names.'
  for (const name of ['enum', 'anyOf', 'oneOf', 'allOf', 'prefixItems']) {
    const value = schema[name]
    if (value !== undefined && !(Array.isArray(value) && value.length > 0))
      return `"${name}" is a list with something in it.`
  }
  for (const name of ['not', 'if'])
    if (schema[name] !== undefined) return `answers cannot be held to "${name}".`
  if (listOf(schema['allOf']).length > 1)
    return 'answers cannot be held to more than one schema in "allOf": put them into one.'
  if (reference !== undefined && resolveReference(root, reference) === undefined)
    return '"$ref" names a place in this schema, such as "#/$defs/name": nothing is fetched.'
  if (!describesNames(schema['propertyNames']))
    return '"propertyNames" describes a text by its pattern, format or length.'
  if (format !== undefined && typeof format !== 'string') return '"format" is a text.'
  return (
    checkNumbers(schema, named) ??
    [
      pattern,
      ...Object.keys(isFields(schema['patternProperties']) ? schema['patternProperties'] : {}),
    ]
      .filter((one) => one !== undefined)
      .map(findPatternProblem)
      .find((one) => one !== undefined)
  )
}

const isListOfTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

const nameKeywords = ['type', 'pattern', 'format', 'minLength', 'maxLength']

const describesNames = (value: unknown): boolean =>
  value === undefined ||
  (isFields(value) &&
    [undefined, 'string'].includes(value['type'] as string | undefined) &&
    Object.keys(value).every((name) => nameKeywords.includes(name)))
