import { showInvisible } from './showInvisible.ts'

/** Text from elsewhere with all that is not seen written out, and line ends and characters made whole. */
export const writeOutHidden = (text: string): string =>
  showInvisible(text.replaceAll('\r\n', '\n').replaceAll(/\p{Surrogate}/gu, '\uFFFD'))

/** The same value with every text in it written out; names of fields are not touched. */
export function writeOutAll<Value>(value: Value): Value {
  return mapTexts(value) as Value
}

function mapTexts(value: unknown): unknown {
  if (typeof value === 'string') return writeOutHidden(value)
  if (Array.isArray(value)) return value.map(mapTexts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapTexts(item)]))
}

/** A sentence on the characters that were written out; none if there were none. */
export function describeHidden(before: unknown, after: unknown): readonly string[] {
  const count = countNumbers(after) - countNumbers(before)
  if (count === 0) return []
  const found = count === 1 ? 'One invisible character was' : `${count} invisible characters were`
  return [`${found} found in it. Each is written out, as ⟨U+202E⟩, and does nothing.`]
}

const countNumbers = (value: unknown): number =>
  JSON.stringify(value).match(/⟨U\+[\dA-F]{4,6}⟩/g)?.length ?? 0
