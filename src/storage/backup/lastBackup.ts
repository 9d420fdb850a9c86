import * as v from 'valibot'

import type { Change } from '../database.ts'
import { dateSchema } from '../fieldSchemas.ts'
import { lastBackupKey } from '../keys.ts'
import { currentVersion, readRecord, type RecordFormat } from '../record.ts'

const lastBackupSchema = v.object({
  at: dateSchema,
  /** `file`: given to the person to save, and whether they did is not known. */
  to: v.picklist(['file', 'folder']),
})

/** When all chats last left this browser, and how. */
export type LastBackup = v.InferOutput<typeof lastBackupSchema>

export const lastBackupFormat: RecordFormat<LastBackup> = {
  migrations: [],
  schema: lastBackupSchema,
}

export const lastBackupToRecord = (last: LastBackup): unknown => ({
  v: currentVersion(lastBackupFormat),
  ...last,
})

/** What remembers it in the place of what is there, which a newer app may have written: then nothing. */
export function rememberBackup(found: unknown, last: LastBackup): readonly Change[] {
  const isNewer = found !== undefined && readRecord(lastBackupFormat, found).kind === 'newer'
  if (isNewer) return []
  return [{ kind: 'put', key: lastBackupKey, value: lastBackupToRecord(last) }]
}
