import { checkKeywords } from './checkKeywords.ts'
import { isFields, listOf } from './fields.ts'
import { findCircle } from './references.ts'

/** Deeper ones overrun the stack of the library that reads them. */
const deepest = 32

/**
 * Why answers cannot be held to a JSON schema, in words and with the place; undefined where they can. It asks
 * for what JSON Schema (2020-12) says of each keyword, and refuses what xgrammar 0.1.27 breaks on (it ends with
 * all that it holds) or passes over so that nothing would be held to. An unknown keyword is a note, as there.
 */
export function findSchemaProblem(schema: unknown): string | undefined {
  return checkSchema(schema, '#', 0, schema) ?? findCircle(schema)
}

function checkSchema(
  schema: unknown,
  place: string,
  depth: number,
  root: unknown,
): string | undefined {
  if (schema === true) return undefined
  if (schema === false) return `${place}: false allows no answer at all.`
  if (!isFields(schema)) return `${place}: a schema is an object, or true.`
  if (depth > deepest) return `${place}: it is nested deeper than ${deepest} levels.`
  const inner = (value: unknown, ...names: readonly (string | number)[]): string | undefined =>
    checkSchema(value, [place, ...names].join('/'), depth + 1, root)
  const problem = checkKeywords(schema, root)
  if (problem !== undefined) return `${place}: ${problem}`

  for (const name of ['properties', 'patternProperties', '$defs', 'definitions']) {
    for (const [key, value] of Object.entries(isFields(schema[name]) ? schema[name] : {})) {
      const found = inner(value, name, key)
      if (found !== undefined) return found
    }
  }
  for (const name of ['anyOf', 'oneOf', 'allOf', 'prefixItems']) {
    for (const [index, value] of listOf(schema[name]).entries()) {
      const found = inner(value, name, index)
      if (found !== undefined) return found
    }
  }
  for (const name of [
    'items',
    'additionalProperties',
    'unevaluatedProperties',
    'unevaluatedItems',
    'propertyNames',
  ]) {
    const value = schema[name]
    // Here false is a plain "no more".
    if (value === undefined || (value === false && name !== 'propertyNames')) continue
    const found = inner(value, name)
    if (found !== undefined) return found
  }
  return undefined
}
