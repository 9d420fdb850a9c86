import type { Fields, SharedKind } from './formats.ts'

interface Rules {
  /** Objects of fields, merged field by field. */
  readonly nested: readonly string[]
  /** Lists of pairs, merged by the first of each pair. */
  readonly pairs: readonly string[]
  /** Times: the later one holds. */
  readonly latest: readonly string[]
}

const rules: Readonly<Record<Exclude<SharedKind, 'message'>, Rules>> = {
  chat: { nested: ['sampling'], pairs: ['chosen'], latest: ['updatedAt'] },
  preset: { nested: [], pairs: [], latest: ['updatedAt'] },
  settings: { nested: ['chat', 'sampling'], pairs: [], latest: [] },
}

/**
 * Two forms of a record that came from one: what one tab changed holds, and of what both changed the form that
 * is written now. No base means that nothing is known of what they came from.
 */
export function mergeFields(
  kind: Exclude<SharedKind, 'message'>,
  base: Fields,
  mine: Fields,
  theirs: Fields,
): Fields {
  const merged = withoutDeletion(merge(rules[kind], base, mine, theirs), base, mine, theirs)
  // A person's title is never replaced by one from a question.
  const isTitled = theirs['titledBy'] === 'person' && mine['titledBy'] !== 'person'
  const hasRenamed = theirs['title'] !== base['title'] || base['titledBy'] === 'question'
  return kind === 'chat' && isTitled && hasRenamed
    ? { ...merged, title: theirs['title'], titledBy: 'person' }
    : merged
}

/** What one tab threw away and another went on with is out of the bin again. */
function withoutDeletion(merged: Fields, base: Fields, mine: Fields, theirs: Fields): Fields {
  const isNew = (form: Fields): boolean =>
    form['deletedAt'] !== undefined && base['deletedAt'] === undefined
  const isGoneOn = (form: Fields): boolean => form['deletedAt'] === undefined && !isSame(form, base)
  const isRevived = (isNew(mine) && isGoneOn(theirs)) || (isNew(theirs) && isGoneOn(mine))
  if (!isRevived) return merged
  const { deletedAt: _, ...kept } = merged
  return kept
}

function merge(by: Rules, base: Fields, mine: Fields, theirs: Fields): Fields {
  const merged: [string, unknown][] = []
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const value = mergeField(by, key, base[key], mine[key], theirs[key])
    if (value !== undefined) merged.push([key, value])
  }
  return Object.fromEntries(merged)
}

function mergeField(
  by: Rules,
  key: string,
  base: unknown,
  mine: unknown,
  theirs: unknown,
): unknown {
  if (by.latest.includes(key)) return Math.max(Number(mine ?? theirs), Number(theirs ?? mine))
  if (isSame(mine, base)) return theirs
  if (isSame(theirs, base) || isSame(mine, theirs)) return mine
  if (by.pairs.includes(key)) return mergePairs(base, mine, theirs)
  if (by.nested.includes(key) && isFields(mine) && isFields(theirs))
    return merge(by, isFields(base) ? base : {}, mine, theirs)
  return mine
}

type Pair = readonly [unknown, unknown]

function mergePairs(base: unknown, mine: unknown, theirs: unknown): readonly Pair[] {
  const [before, here, there] = [base, mine, theirs].map(
    (pairs) => new Map((Array.isArray(pairs) ? pairs : []) as readonly Pair[]),
  ) as [Map<unknown, unknown>, Map<unknown, unknown>, Map<unknown, unknown>]
  return [...new Set([...there.keys(), ...here.keys()])].flatMap((key) => {
    const own = here.get(key)
    const value = own === before.get(key) ? there.get(key) : own
    return value === undefined ? [] : [[key, value] as const]
  })
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Of what comes from records: text, numbers, lists, and fields whose order says nothing. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((each, at) => isSame(each, other[at]))
  if (!isFields(one) || !isFields(other)) return false
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) =>
    isSame(one[key], other[key]),
  )
}
