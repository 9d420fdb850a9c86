import * as v from 'valibot'

import { modelIdSchema, samplingSchema, thinkingSchema } from '../chat/chatSettingsSchema.ts'
import type { Ending, Message, Part } from '../chat/message.ts'
import type { TurnFigures } from '../stats/turnFigures.ts'
import { countSchema, idSchema, timeSchema } from './fieldSchemas.ts'
import { currentVersion, type RecordFormat } from './record.ts'

const partSchema: v.GenericSchema<unknown, Part> = v.object({
  kind: v.picklist(['reasoning', 'answer']),
  text: v.string(),
  marks: v.array(
    v.object({
      kind: v.picklist(['stopped', 'continued', 'resumed after a crash', 'answer now', 'edited']),
      at: countSchema,
    }),
  ),
})

const endingSchema: v.GenericSchema<unknown, Ending> = v.variant('kind', [
  v.object({ kind: v.picklist(['open', 'stop', 'length', 'context', 'stopped']) }),
  v.object({ kind: v.literal('failed'), error: v.string() }),
])

const figure = v.pipe(v.number(), v.finite())

const figuresSchema: v.GenericSchema<unknown, TurnFigures> = v.object({
  promptTokens: figure,
  reasoningTokens: figure,
  answerTokens: figure,
  firstTokenMs: figure,
  prefillMs: figure,
  reasoningMs: figure,
  answerMs: figure,
  decodeMs: figure,
  decodedTokens: figure,
  stalls: figure,
})

const base = { id: idSchema, chatId: idSchema, createdAt: timeSchema }

export const messageFormat: RecordFormat<Message> = {
  migrations: [],
  schema: v.variant('role', [
    v.object({
      role: v.literal('question'),
      ...base,
      parent: v.nullable(idSchema),
      text: v.string(),
    }),
    v.object({
      role: v.literal('answer'),
      ...base,
      // An answer always answers something.
      parent: idSchema,
      model: modelIdSchema,
      template: v.string(),
      system: v.string(),
      sampling: samplingSchema,
      thinking: thinkingSchema,
      leftOut: countSchema,
      parts: v.array(partSchema),
      figures: v.nullable(figuresSchema),
      ending: endingSchema,
    }),
  ]),
}

export const messageToRecord = (message: Message): unknown => ({
  v: currentVersion(messageFormat),
  ...message,
})
