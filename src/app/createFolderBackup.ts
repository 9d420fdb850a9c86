import type { ChatStore } from '../chat/chatStore.ts'
import type { Database } from '../storage/database.ts'
import { openBrowserFolder } from '../storage/folder/browserFolder.ts'
import * as room from '../storage/folder/folderBackup.ts'
import type { FolderBackup } from '../storage/folder/folderState.ts'
import { withChanges } from '../storage/fullDisk.ts'
import type { AppStorage } from '../storage/storage.ts'
import { findLocks, setTimer } from './browserMeans.ts'

export interface FolderBackupParts {
  readonly chats: ChatStore
  readonly database: Database
  readonly storage: AppStorage
}

/** Backups into a folder, by the means of this browser. */
export const createFolderBackup = ({ chats, database, storage }: FolderBackupParts): FolderBackup =>
  room.createFolderBackup({
    database,
    async readLibrary() {
      await storage.flush()
      // Not `everything`: where the database does not open, that is what this window has, and no whole backup.
      return withChanges(await database.readAll(''), storage.unsaved())
    },
    openFolder: openBrowserFolder,
    locks: findLocks(),
    now: () => Date.now(),
    setTimer,
    isBusy: () => chats.getState().live.size > 0,
    createId: () => crypto.randomUUID().slice(0, 8),
  })
