import * as v from 'valibot'

import { dateSchema } from '../fieldSchemas.ts'
import { currentVersion, type RecordFormat } from '../record.ts'
import { folderFailureSchema } from './folderFailure.ts'

const folderRecordSchema = v.object({
  /** Stands in the names of this library's files; stays when the folder goes, as the files do. */
  library: v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/)),
  folder: v.nullable(
    v.object({
      /** The browser's own handle, which IndexedDB can hold and JSON cannot. */
      handle: v.unknown(),
      /** Tells one choice of a folder from the next. */
      chosenAt: dateSchema,
      writtenAt: v.nullable(dateSchema),
      /** Of what was in the last backup; '' before the first. */
      fingerprint: v.string(),
      failure: v.nullable(folderFailureSchema),
    }),
  ),
})

export type FolderRecord = v.InferOutput<typeof folderRecordSchema>
export type ChosenFolder = NonNullable<FolderRecord['folder']>

export const folderFormat: RecordFormat<FolderRecord> = {
  migrations: [],
  schema: folderRecordSchema,
}

export const folderToRecord = (record: FolderRecord): unknown => ({
  v: currentVersion(folderFormat),
  ...record,
})
