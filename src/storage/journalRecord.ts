import * as v from 'valibot'

import { finishes, thoughtEnds } from '../engine/engine.ts'
import type { JournalEntry } from '../engine/journal.ts'
import { idSchema, timeSchema } from './fieldSchemas.ts'
import { currentVersion, type RecordFormat } from './record.ts'

/**
 * A reply under way on the disk. The head holds the whole answer as its segment began, closing words, marks
 * and figures of the segments before included; the entries are what came since. So a run is read with
 * nothing else at hand, and each new one takes the place of all before it.
 */
export type JournalRecord =
  | {
      readonly kind: 'head'
      /** When it was begun. */
      readonly at: number
      readonly chatId: string
      /** A message's record, with a version of its own. */
      readonly answer: unknown
    }
  | { readonly kind: 'entries'; readonly entries: readonly JournalEntry[] }

const count = v.pipe(v.number(), v.finite())

const entrySchema: v.GenericSchema<unknown, JournalEntry> = v.variant('kind', [
  v.object({ kind: v.literal('prompt'), tokens: count }),
  v.object({ kind: v.literal('tokens'), text: v.string(), at: v.array(count) }),
  v.object({
    kind: v.literal('end'),
    finish: v.picklist([...finishes, ...thoughtEnds]),
    usage: v.object({ promptTokens: count, prefillMs: count }),
  }),
])

export const journalFormat: RecordFormat<JournalRecord> = {
  migrations: [],
  schema: v.variant('kind', [
    v.object({
      kind: v.literal('head'),
      at: timeSchema,
      chatId: idSchema,
      answer: v.unknown(),
    }),
    v.object({ kind: v.literal('entries'), entries: v.array(entrySchema) }),
  ]),
}

export const journalToRecord = (record: JournalRecord): unknown => ({
  v: currentVersion(journalFormat),
  ...record,
})
