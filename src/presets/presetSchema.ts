import * as v from 'valibot'

import { describeHidden, writeOutAll, writeOutHidden } from '../lib/foreignText.ts'
import { contentOf, type PresetContent } from './preset.ts'

/** What stands in a preset at most: characters, or entries. */
export const limits = {
  name: 120,
  question: 20_000,
  system: 20_000,
  variables: 40,
  variableName: 40,
  value: 8_000,
  beginning: 8_000,
  model: 200,
  schema: 8_000,
  choices: 64,
  choice: 200,
} as const

const longText = (what: string, most: number): v.GenericSchema<unknown, string> =>
  v.pipe(
    v.string(`${what} is not text.`),
    v.maxLength(most, `${what} is longer than ${most.toLocaleString('en')} characters.`),
  )

const between = (
  what: string,
  lowest: number,
  highest: number,
): v.GenericSchema<unknown, number> => {
  const words = `${what} does not lie between ${lowest} and ${highest}.`
  return v.pipe(v.number(words), v.minValue(lowest, words), v.maxValue(highest, words))
}

const whole = (what: string, lowest: number, highest: number): v.GenericSchema<unknown, number> =>
  v.pipe(between(what, lowest, highest), v.integer(`${what} is not a whole number.`))

const tokens = whole('The number of tokens for the thought', 1, 131_072)

export const presetEntries = {
  name: v.pipe(
    longText('The name', limits.name),
    v.check((name) => name.trim() !== '', 'The preset has no name.'),
  ),
  question: longText('The question', limits.question),
  system: v.optional(longText('The system prompt', limits.system)),
  examples: v.optional(
    v.pipe(
      v.array(
        v.object(
          {
            name: longText('The name of a variable', limits.variableName),
            value: longText('An example value', limits.value),
          },
          'An example value is not one.',
        ),
        'The example values are not a list.',
      ),
      v.maxLength(limits.variables, `There are more than ${limits.variables} variables.`),
    ),
  ),
  beginning: v.optional(
    v.object(
      {
        kind: v.picklist(['thought', 'answer'], 'What begins is neither thought nor answer.'),
        text: longText('The beginning of the reply', limits.beginning),
      },
      'The beginning of the reply is not one.',
    ),
  ),
  model: v.optional(
    v.pipe(longText('The name of the model', limits.model), v.nonEmpty('The model has no name.')),
  ),
  sampling: v.optional(
    v.object(
      {
        temperature: v.optional(between('The temperature', 0, 2)),
        topP: v.optional(between('Top p', 0.01, 1)),
        maxTokens: v.optional(whole('Max tokens', 1, 131_072)),
        seed: v.optional(whole('The seed', 0, 2 ** 31 - 1)),
      },
      'The sampling is not a set of numbers.',
    ),
  ),
  thinking: v.optional(
    v.variant(
      'kind',
      [
        v.object({ kind: v.literal('free') }),
        v.object({ kind: v.literal('skip') }),
        v.object({ kind: v.literal('budget'), tokens }),
        v.object({ kind: v.literal('atLeast'), tokens }),
      ],
      'The way of thinking is not known.',
    ),
  ),
  answer: v.optional(
    v.variant(
      'kind',
      [
        v.object({
          kind: v.literal('schema'),
          schema: longText('The schema of the answer', limits.schema),
        }),
        v.object({
          kind: v.literal('choices'),
          choices: v.pipe(
            v.array(longText('A choice', limits.choice), 'The choices are not a list.'),
            v.maxLength(limits.choices, `There are more than ${limits.choices} choices.`),
          ),
        }),
      ],
      'The form of the answer is not known.',
    ),
  ),
}

const presetSchema = v.object(presetEntries, 'It holds no preset.')

export type ReadPreset =
  | {
      readonly kind: 'read'
      readonly content: PresetContent
      /** What a person should know of it, in words. */
      readonly notes: readonly string[]
    }
  | { readonly kind: 'refused'; readonly reason: string }

/**
 * The door for a preset from elsewhere: any value gives an answer, none throws. Characters that nobody sees
 * are turned into their numbers here, so that what is shown is what will be sent.
 */
export function readPreset(value: unknown): ReadPreset {
  const parsed = v.safeParse(presetSchema, value)
  if (!parsed.success) return { kind: 'refused', reason: parsed.issues[0].message }
  const raw = contentOf(parsed.output)
  // Written out, hidden characters take more room: the limits hold for what will be kept.
  const shown = v.safeParse(presetSchema, writeOutAll(raw))
  if (!shown.success) return { kind: 'refused', reason: shown.issues[0].message }
  const content = contentOf(shown.output)
  const notes = [...unknownFields(value), ...describeHidden(raw, content)]
  return { kind: 'read', content, notes }
}

function unknownFields(value: unknown): readonly string[] {
  const names = Object.keys(value as object).filter((name) => !Object.hasOwn(presetEntries, name))
  if (names.length === 0) return []
  const some = names.slice(0, 5).map((name) => `“${writeOutHidden(name).slice(0, 40)}”`)
  const more = names.length > some.length ? ` and ${names.length - some.length} more` : ''
  return [
    `It also holds ${some.join(', ')}${more}, which this version does not know and leaves out.`,
  ]
}
