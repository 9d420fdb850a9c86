import { createDatabase, type Database } from './database.ts'
import { databaseName, storeName } from './keys.ts'
import { openRecords } from './openRecords.ts'

/** The browser's own database under the app's names. */
export const openDatabase = (): Database =>
  createDatabase(() => openRecords(databaseName, storeName))
