import * as v from 'valibot'

import type { AnswerFormat, Sampling, Thinking } from '../engine/engine.ts'

const tokens = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000_000))

/** Limits wide enough for every engine to come; a form may ask for less. */
export const samplingSchema: v.GenericSchema<unknown, Sampling> = v.object({
  temperature: v.pipe(v.number(), v.minValue(0), v.maxValue(10)),
  topP: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  maxTokens: tokens,
  seed: v.optional(v.pipe(v.number(), v.safeInteger())),
})

export const thinkingSchema: v.GenericSchema<unknown, Thinking> = v.variant('kind', [
  v.object({ kind: v.literal('free') }),
  v.object({ kind: v.literal('skip') }),
  v.object({ kind: v.literal('budget'), tokens }),
  v.object({ kind: v.literal('atLeast'), tokens }),
])

/** As much as a form or a link may ask a grammar to be made of. */
export const mostChoices = 50
export const longestSchema = 20_000

export const formatSchema: v.GenericSchema<unknown, AnswerFormat> = v.variant('kind', [
  v.object({
    kind: v.literal('choices'),
    choices: v.pipe(
      v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(500))),
      v.minLength(1),
      v.maxLength(mostChoices),
    ),
  }),
  v.object({ kind: v.literal('schema'), schema: v.pipe(v.string(), v.maxLength(longestSchema)) }),
])

export const modelIdSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(200))
