import * as v from 'valibot'

import {
  formatSchema,
  modelIdSchema,
  samplingSchema,
  thinkingSchema,
} from '../chat/chatSettingsSchema.ts'
import {
  markKinds,
  type Ending,
  type KeptThoughts,
  type Message,
  type Part,
} from '../chat/message.ts'
import { finishes } from '../engine/engine.ts'
import type { TurnFigures } from '../stats/turnFigures.ts'
import { countSchema, idSchema, timeSchema } from './fieldSchemas.ts'
import { currentVersion, readRecord, type RecordFormat } from './record.ts'

const partSchema: v.GenericSchema<unknown, Part> = v.object({
  kind: v.picklist(['reasoning', 'answer']),
  text: v.string(),
  marks: v.array(
    v.object({
      kind: v.picklist(markKinds),
      at: countSchema,
    }),
  ),
})

const endingSchema: v.GenericSchema<unknown, Ending> = v.variant('kind', [
  v.object({ kind: v.picklist(['open', ...finishes]) }),
  v.object({ kind: v.literal('failed'), error: v.string() }),
])

const figure = v.pipe(v.number(), v.finite())

const figuresSchema: v.GenericSchema<unknown, TurnFigures> = v.object({
  promptTokens: figure,
  reasoningTokens: figure,
  answerTokens: figure,
  firstTokenMs: figure,
  prefillTokens: figure,
  prefillMs: figure,
  reasoningMs: figure,
  answerMs: figure,
  decodeMs: figure,
  decodedTokens: figure,
  stalls: figure,
})

/** Version 1 kept the last prompt's tokens and all prompts' time: of a continued reply no speed comes from that. */
function addPrefillTokens(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { figures } = record
  if (typeof figures !== 'object' || figures === null) return { ...record, v: 2 }
  const { promptTokens } = figures as { promptTokens?: unknown }
  const prefillTokens = wasContinued(record['parts']) ? 0 : promptTokens
  return { ...record, v: 2, figures: { ...figures, prefillTokens } }
}

const continuedSchema = v.array(v.object({ marks: v.array(v.object({ kind: v.string() })) }))

function wasContinued(parts: unknown): boolean {
  const parsed = v.safeParse(continuedSchema, parts)
  const marks = parsed.success ? parsed.output.flatMap((part) => part.marks) : []
  return marks.some(({ kind }) => kind === 'continued' || kind === 'resumed after a crash')
}

/** Version 3 has more kinds of marks, and answers with a format; what was there stays as it is. */
const allowSteering = (record: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  ...record,
  v: 3,
})

/** Version 4 may keep thoughts in context; none was kept before. */
const allowKeptThoughts = (record: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  ...record,
  v: 4,
})

const keptSchema: v.GenericSchema<unknown, KeptThoughts> = v.object({
  own: v.boolean(),
  earlier: v.array(idSchema),
})

const base = { id: idSchema, chatId: idSchema, createdAt: timeSchema }

export const messageFormat: RecordFormat<Message> = {
  migrations: [addPrefillTokens, allowSteering, allowKeptThoughts],
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
      format: v.optional(formatSchema),
      leftOut: countSchema,
      kept: v.optional(keptSchema),
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

/** Whether two messages are the same record on the disk. */
export const isSameMessage = (one: Message, other: Message): boolean =>
  canonical(one) === canonical(other)

/** Read back as from the disk, so that the order of its fields says nothing. */
const canonical = (message: Message): string =>
  JSON.stringify(readRecord(messageFormat, messageToRecord(message)))
