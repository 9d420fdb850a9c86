/** Any value that IndexedDB can hold, as JSON; what JSON has no form for is named. */
export function toRawJson(value: unknown, space?: number): string {
  const above = new Set<unknown>()
  const plain = (one: unknown): unknown => {
    if (typeof one === 'bigint') return `${one}n`
    if (typeof one !== 'object' || one === null) return one
    if (above.has(one)) return '(itself)'
    above.add(one)
    const result = plainObject(one, plain)
    above.delete(one)
    return result
  }
  return JSON.stringify(plain(value), null, space) ?? 'null'
}

function plainObject(one: object, plain: (value: unknown) => unknown): unknown {
  if (one instanceof Date) return Number.isNaN(one.getTime()) ? '(no date)' : one.toISOString()
  if (one instanceof Map) return { Map: [...one].map(plain) }
  if (one instanceof Set) return { Set: [...one].map(plain) }
  if (ArrayBuffer.isView(one)) return `(${one.byteLength} bytes)`
  if (Array.isArray(one)) return one.map(plain)
  // Pairs become own properties, so that a key such as __proto__ is one as well.
  return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, plain(inner)]))
}

const encoder = new TextEncoder()

/** Bytes of a record written as JSON: about what it takes on the disk. */
export const sizeOf = (value: unknown): number => encoder.encode(toRawJson(value)).length
