import { rememberBackup } from '../backup/lastBackup.ts'
import { setAside } from '../brokenRecords.ts'
import type { Change, Database } from '../database.ts'
import { folderBackupKey, lastBackupKey } from '../keys.ts'
import { readRecord, type ReadResult } from '../record.ts'
import {
  folderFormat,
  folderToRecord,
  type ChosenFolder,
  type FolderRecord,
} from './folderRecord.ts'

/** The folder that was chosen, as every tab of this browser finds it. */
export interface FolderStore {
  read(): Promise<ReadResult<FolderRecord>>
  /** The answer is the folder as it is kept; null if a newer app keeps it in its own way. */
  choose(handle: unknown, at: number): Promise<ChosenFolder | null>
  forget(): Promise<void>
  /** What became of a backup into this folder; nothing if another one is chosen by now. */
  note(folder: ChosenFolder): Promise<void>
}

/** `createId`: eight hexadecimal digits for the names of the files. */
export function createFolderStore(database: Database, createId: () => string): FolderStore {
  const open = (found: unknown): ReadResult<FolderRecord> =>
    found === undefined
      ? { kind: 'read', value: { library: createId(), folder: null } }
      : readRecord(folderFormat, found)
  const put = (record: FolderRecord): Change => ({
    kind: 'put',
    key: folderBackupKey,
    value: folderToRecord(record),
  })

  return {
    read: async () => open(await database.read(folderBackupKey)),

    async choose(handle, at) {
      const found = await database.read(folderBackupKey)
      const before = open(found)
      if (before.kind === 'broken')
        await setAside(database, { key: folderBackupKey, value: found }, before.reason, at)
      const folder = { handle, chosenAt: at, writtenAt: null, fingerprint: '', failure: null }
      let isKept = false
      await database.update({ keys: [folderBackupKey], prefixes: [] }, (records) => {
        const record = open(records.get(folderBackupKey))
        isKept = record.kind === 'read'
        return record.kind === 'read' ? [put({ ...record.value, folder })] : []
      })
      return isKept ? folder : null
    },

    forget: () =>
      database.update({ keys: [folderBackupKey], prefixes: [] }, (records) => {
        const record = open(records.get(folderBackupKey))
        return record.kind === 'read' ? [put({ ...record.value, folder: null })] : []
      }),

    note: (folder) =>
      database.update({ keys: [folderBackupKey, lastBackupKey], prefixes: [] }, (records) => {
        const record = open(records.get(folderBackupKey))
        const isChosen = record.kind === 'read' && record.value.folder?.chosenAt === folder.chosenAt
        const { writtenAt, failure } = folder
        return [
          ...(isChosen ? [put({ ...record.value, folder })] : []),
          ...(writtenAt !== null && failure === null
            ? rememberBackup(records.get(lastBackupKey), { at: writtenAt, to: 'folder' })
            : []),
        ]
      }),
  }
}
