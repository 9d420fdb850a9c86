import * as v from 'valibot'

import type { Chat } from '../chat/chat.ts'
import {
  formatSchema,
  modelIdSchema,
  samplingSchema,
  thinkingSchema,
} from '../chat/chatSettingsSchema.ts'
import { idSchema, timeSchema } from './fieldSchemas.ts'
import { currentVersion, type RecordFormat } from './record.ts'

/** Version 2 may lie in the bin; an older app would show it among the others. */
const allowBin = (record: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  ...record,
  v: 2,
})

/** `chosen` is stored as pairs: ids never become property names. */
export const chatFormat: RecordFormat<Chat> = {
  migrations: [allowBin],
  schema: v.object({
    id: idSchema,
    title: v.string(),
    titledBy: v.picklist(['question', 'person']),
    createdAt: timeSchema,
    updatedAt: timeSchema,
    model: modelIdSchema,
    system: v.string(),
    sampling: samplingSchema,
    thinking: thinkingSchema,
    // Came later; a chat without one is what it was before.
    format: v.optional(formatSchema),
    lens: v.optional(v.boolean()),
    beginning: v.optional(v.object({ kind: v.picklist(['thought', 'answer']), text: v.string() })),
    deletedAt: v.optional(timeSchema),
    chosen: v.pipe(
      v.array(v.tuple([v.nullable(idSchema), idSchema])),
      v.transform((pairs) => new Map(pairs)),
    ),
  }),
}

export const chatToRecord = (chat: Chat): unknown => ({
  v: currentVersion(chatFormat),
  ...chat,
  chosen: [...chat.chosen],
})
