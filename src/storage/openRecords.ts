import { promisifyRequest } from 'idb-keyval'

import type { RecordStore } from './database.ts'

/**
 * A store as idb-keyval makes one, and two things more: the durability of a transaction can be said, which
 * its own cannot, and a connection gives way to a newer app that wants to change the database.
 */
export function openRecords(database: string, name: string): RecordStore {
  let connection: Promise<IDBDatabase> | undefined

  async function connect(): Promise<IDBDatabase> {
    const request = indexedDB.open(database)
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(name))
    const opened = await promisifyRequest(request)
    // Of itself the browser closes it too, when its files are wiped or the disk fails.
    opened.addEventListener('close', forget)
    opened.addEventListener('versionchange', () => {
      forget()
      opened.close()
    })
    return opened
  }

  function forget(): void {
    connection = undefined
  }

  return async (mode, callback, durability = 'relaxed') => {
    connection ??= connect()
    const opened = await connection.catch((error: unknown) => {
      forget()
      throw error
    })
    return callback(opened.transaction(name, mode, { durability }).objectStore(name))
  }
}
