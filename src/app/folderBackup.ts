import type { FindFolderBackup } from '../storage/folder/AutomaticBackup.tsx'
import { setTimer } from './browserMeans.ts'
import type { FolderBackupParts } from './createFolderBackup.ts'

/** The start has other things to do. */
const firstLookMs = 10_000

/** Backups into a folder: loaded when one may be due or a person wants to see it; null where no browser can. */
export function prepareFolderBackup(parts: FolderBackupParts): FindFolderBackup {
  if (!('showDirectoryPicker' in window)) return null
  let made: ReturnType<NonNullable<FindFolderBackup>> | undefined
  const find: FindFolderBackup = () => {
    made ??= import('./createFolderBackup.ts').then((loaded) => loaded.createFolderBackup(parts))
    made.catch(() => (made = undefined))
    return made
  }
  setTimer(
    () =>
      void find()
        .then((backup) => backup.start())
        .catch(() => undefined),
    firstLookMs,
  )
  return find
}
