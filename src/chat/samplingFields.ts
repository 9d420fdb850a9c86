import type { Sampling } from '../engine/engine.ts'

export interface SamplingField {
  readonly name: keyof Sampling
  readonly label: string
  readonly hint: string
  readonly lowest: number
  readonly highest: number
  readonly whole: boolean
  readonly optional: boolean
}

/** The sampling figures of a chat, as its form shows them. */
export const samplingFields: readonly SamplingField[] = [
  {
    name: 'temperature',
    label: 'Temperature',
    hint: '0 always takes the likeliest token. R1: 0.5 to 0.7.',
    lowest: 0,
    highest: 2,
    whole: false,
    optional: false,
  },
  {
    name: 'topP',
    label: 'Top p',
    hint: 'Share of the probability to draw from. R1: 0.95.',
    lowest: 0.01,
    highest: 1,
    whole: false,
    optional: false,
  },
  {
    name: 'maxTokens',
    label: 'Max tokens',
    hint: 'Most tokens of one reply, its thought included.',
    lowest: 1,
    highest: 131_072,
    whole: true,
    optional: false,
  },
  {
    name: 'seed',
    label: 'Seed',
    hint: 'The same seed draws the same reply. Empty: a fresh one each time.',
    lowest: 0,
    highest: 2 ** 31 - 1,
    whole: true,
    optional: true,
  },
]

export type ParsedField =
  | { readonly ok: true; readonly value: number | undefined }
  | { readonly ok: false; readonly problem: string }

/** What a person typed into a sampling field, with a decimal comma as well as a point. */
export function parseSamplingField(field: Omit<SamplingField, 'name'>, text: string): ParsedField {
  const { label, lowest, highest, whole, optional } = field
  const trimmed = text.trim().replace(',', '.')
  if (trimmed === '' && optional) return { ok: true, value: undefined }
  const value = Number(trimmed)
  if (trimmed === '' || !Number.isFinite(value))
    return { ok: false, problem: `${label} is a number.` }
  // Also 1,000 and 1.000: nobody who types them means 1.
  if (whole && (trimmed.includes('.') || !Number.isInteger(value)))
    return { ok: false, problem: `${label} is a whole number.` }
  if (value < lowest || value > highest)
    return { ok: false, problem: `${label} lies between ${lowest} and ${highest}.` }
  return { ok: true, value }
}
