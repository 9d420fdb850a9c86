/** What can become of a record: bits turn, its end is cut off, its version is none, its keys are hostile. */
export const damages = ['flipped', 'truncated', 'wrong version', 'prototype keys'] as const
export type Damage = (typeof damages)[number]

/** A record after it, and whether it can possibly be read as before. */
export function damageRecord(value: unknown, damage: Damage, chance: () => number): unknown {
  switch (damage) {
    case 'flipped':
      return flip(structuredClone(value), chance)
    case 'truncated':
      return truncate(structuredClone(value), chance)
    case 'wrong version': {
      const versions = [0, -1, 1.5, Number.NaN, '1', null, undefined, {}, []]
      return { ...(value as object), v: versions[pick(versions.length, chance)] }
    }
    case 'prototype keys': {
      const hostile: unknown = JSON.parse(
        `{ "__proto__": { "polluted": true, "v": 1 }, "constructor": { "prototype": { "polluted": true } } }`,
      )
      return chance() < 0.5 ? hostile : withKeys(value, hostile)
    }
  }
}

const pick = (count: number, chance: () => number): number => Math.floor(chance() * count)

/** One value somewhere in it becomes another: of another type, or with one bit of one character turned. */
function flip(value: unknown, chance: () => number): unknown {
  if (typeof value === 'string' && value !== '' && chance() < 0.5) {
    const at = pick(value.length, chance)
    const turned = String.fromCharCode(value.charCodeAt(at) ^ (1 << pick(16, chance)))
    return value.slice(0, at) + turned + value.slice(at + 1)
  }
  if (typeof value === 'number' && chance() < 0.5) {
    const bytes = new DataView(new ArrayBuffer(8))
    bytes.setFloat64(0, value)
    const at = pick(8, chance)
    bytes.setUint8(at, bytes.getUint8(at) ^ (1 << pick(8, chance)))
    return bytes.getFloat64(0)
  }
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : []
  const key = keys[pick(keys.length, chance)]
  if (key !== undefined && chance() < 0.9) {
    const holder = value as Record<string, unknown>
    holder[key] = flip(holder[key], chance)
    return holder
  }
  const others = [null, undefined, 0, '', 'text', true, [], {}, new Date(0), new Map(), Infinity]
  return others[pick(others.length, chance)]
}

/** Something at its end is missing: a text's, a list's, or one of its fields. */
function truncate(value: unknown, chance: () => number): unknown {
  if (typeof value === 'string') return value.slice(0, pick(value.length + 1, chance))
  if (Array.isArray(value)) return value.slice(0, pick(value.length + 1, chance))
  if (typeof value !== 'object' || value === null) return undefined
  const entries = Object.entries(value)
  const at = pick(entries.length, chance)
  if (chance() < 0.5) return Object.fromEntries(entries.slice(0, at))
  return Object.fromEntries(
    entries.map(([key, field], index) => [key, index === at ? truncate(field, chance) : field]),
  )
}

/** As own properties, which is what a hostile file can bring. */
function withKeys(value: unknown, hostile: unknown): unknown {
  const record = { ...(value as object) }
  for (const key of Object.keys(hostile as object))
    Object.defineProperty(record, key, {
      value: (hostile as Record<string, unknown>)[key],
      enumerable: true,
      configurable: true,
      writable: true,
    })
  return record
}
