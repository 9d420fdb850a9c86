import * as v from 'valibot'

import type { LensRecord } from '../chat/lensStore.ts'
import { countSchema, idSchema } from './fieldSchemas.ts'
import { currentVersion, type RecordFormat } from './record.ts'

/** The bytes are those of `reasoning/lens/lensCodec.ts`: another layout there is another version here. */
export const lensFormat: RecordFormat<LensRecord> = {
  migrations: [],
  schema: v.object({
    chatId: idSchema,
    messageId: idSchema,
    temperature: v.pipe(v.number(), v.finite()),
    words: v.array(v.tuple([countSchema, v.string()])),
    parts: v.array(
      v.object({
        kind: v.picklist(['reasoning', 'answer']),
        data: v.pipe(v.string(), v.regex(/^[\w-]*$/)),
      }),
    ),
  }),
}

export const lensToRecord = (record: LensRecord): unknown => ({
  v: currentVersion(lensFormat),
  ...record,
})
