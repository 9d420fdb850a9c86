import type { Example, PresetContent } from './preset.ts'
import { limits } from './presetSchema.ts'

/** A name between double braces: letters, digits, spaces, `_` and `-`. */
const variable =
  /\{\{[ \t]*([\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_ -]{0,38}[\p{L}\p{M}\p{N}_])?)[ \t]*\}\}/gu

/** The variables of a text in the order in which they come, each once. */
export const findVariables = (text: string): readonly string[] =>
  [...new Set(Array.from(text.matchAll(variable), ([, name = '']) => name))].slice(
    0,
    limits.variables,
  )

/** The text with its variables filled in. What is filled in is not looked through again. */
export const fillVariables = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replace(variable, (whole, name: string) => values.get(name) ?? whole)

/** Each variable of a preset with its example, or an empty one. */
export function examplesOf({ question, examples = [] }: PresetContent): readonly Example[] {
  const known = new Map(examples.map(({ name, value }) => [name, value]))
  return findVariables(question).map((name) => ({ name, value: known.get(name) ?? '' }))
}
