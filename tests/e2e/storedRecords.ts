import type { Page } from '@playwright/test'

import { databaseName, storeName } from '../../src/storage/keys.ts'

/** What stands on disk, by key: read and written past the app, as a crash or another program would. */
export const readRecords = (page: Page): Promise<Record<string, unknown>> =>
  page.evaluate(
    ([database, store]) =>
      new Promise<Record<string, unknown>>((resolve, reject) => {
        const opening = indexedDB.open(database)
        opening.addEventListener('error', () => reject(new Error('no database')))
        opening.addEventListener('success', () => {
          const records = opening.result.transaction(store).objectStore(store)
          const keys = records.getAllKeys()
          const values = records.getAll()
          values.addEventListener('success', () => {
            resolve(Object.fromEntries(keys.result.map((key, at) => [key, values.result[at]])))
            opening.result.close()
          })
        })
      }),
    [databaseName, storeName] as const,
  )

export const writeRecord = (page: Page, key: string, value: unknown): Promise<void> =>
  page.evaluate(
    ([database, store, name, record]) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open(database)
        opening.addEventListener('error', () => reject(new Error('no database')))
        opening.addEventListener('success', () => {
          const transaction = opening.result.transaction(store, 'readwrite')
          transaction.objectStore(store).put(record, name)
          transaction.addEventListener('complete', () => {
            opening.result.close()
            resolve()
          })
        })
      }),
    [databaseName, storeName, key, value] as const,
  )

export const deleteRecord = (page: Page, key: string): Promise<void> =>
  page.evaluate(
    ([database, store, name]) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open(database)
        opening.addEventListener('error', () => reject(new Error('no database')))
        opening.addEventListener('success', () => {
          const transaction = opening.result.transaction(store, 'readwrite')
          transaction.objectStore(store).delete(name)
          transaction.addEventListener('complete', () => {
            opening.result.close()
            resolve()
          })
        })
      }),
    [databaseName, storeName, key] as const,
  )
