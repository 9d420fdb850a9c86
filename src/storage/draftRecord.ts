import * as v from 'valibot'

import {
  formatSchema,
  modelIdSchema,
  samplingSchema,
  thinkingSchema,
} from '../chat/chatSettingsSchema.ts'
import type { Draft, Unsent } from '../chat/draft.ts'
import type { ChatId } from '../chat/message.ts'
import { idSchema } from './fieldSchemas.ts'
import { currentVersion, type RecordFormat } from './record.ts'

interface DraftOfChat extends Draft {
  readonly chatId: ChatId
}

/** `edits` are stored as pairs: ids never become property names. */
export const draftFormat: RecordFormat<DraftOfChat> = {
  migrations: [],
  schema: v.object({
    chatId: idSchema,
    text: v.string(),
    edits: v.pipe(
      v.array(v.tuple([idSchema, v.string()])),
      v.transform((pairs) => new Map(pairs)),
    ),
  }),
}

export const draftToRecord = (chatId: ChatId, { text, edits }: Draft): unknown => ({
  v: currentVersion(draftFormat),
  chatId,
  text,
  edits: [...edits],
})

export const unsentFormat: RecordFormat<Unsent> = {
  migrations: [],
  schema: v.object({
    text: v.string(),
    model: modelIdSchema,
    system: v.string(),
    sampling: samplingSchema,
    thinking: thinkingSchema,
    format: v.optional(formatSchema),
    lens: v.optional(v.boolean()),
  }),
}

export const unsentToRecord = ({
  text,
  model,
  system,
  sampling,
  thinking,
  format,
  lens,
}: Unsent): unknown => ({
  v: currentVersion(unsentFormat),
  text,
  model,
  system,
  sampling,
  thinking,
  ...(format === undefined ? {} : { format }),
  ...(lens === undefined ? {} : { lens }),
})
