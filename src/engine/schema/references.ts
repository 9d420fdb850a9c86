import { isFields, listOf } from './fields.ts'

/** What a reference inside a schema names; undefined for one that leads nowhere, or out of it. */
export function resolveReference(root: unknown, reference: unknown): unknown {
  if (reference === '#') return root
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined
  let found = root
  for (const part of reference.slice(2).split('/')) {
    // As it is written: that is how the library that holds answers to it reads it.
    if (!isFields(found) || !Object.hasOwn(found, part)) return undefined
    found = found[part]
  }
  return found
}

/** A schema that comes back to itself before an answer has a single character would be read for ever. */
export function findCircle(root: unknown): string | undefined {
  const done = new Set<unknown>()
  const isCircle = (schema: unknown, above: ReadonlySet<unknown>): boolean => {
    if (!isFields(schema) || done.has(schema)) return false
    if (above.has(schema)) return true
    const path = new Set(above).add(schema)
    const { $ref: reference } = schema
    const next = [
      ...(reference === undefined ? [] : [resolveReference(root, reference)]),
      ...['anyOf', 'oneOf', 'allOf'].flatMap((name) => listOf(schema[name])),
    ]
    if (next.some((one) => isCircle(one, path))) return true
    done.add(schema)
    return false
  }
  return everySchema(root).some((schema) => isCircle(schema, new Set()))
    ? '"$ref" leads back to itself, with nothing in between.'
    : undefined
}

/** All objects of a schema, whether schemas or not. */
function everySchema(root: unknown): readonly unknown[] {
  const found = [root]
  for (const one of found)
    if (typeof one === 'object' && one !== null) found.push(...(Object.values(one) as unknown[]))
  return found
}
