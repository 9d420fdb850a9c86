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

type Change =
  | { readonly kind: 'put'; readonly key: string; readonly value: unknown }
  | { readonly kind: 'delete'; readonly key: string }
  | { readonly kind: 'clear' }

const change = (page: Page, what: Change): Promise<void> =>
  page.evaluate(
    ([database, store, asked]) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open(database)
        opening.addEventListener('error', () => reject(new Error('no database')))
        opening.addEventListener('success', () => {
          const transaction = opening.result.transaction(store, 'readwrite')
          const records = transaction.objectStore(store)
          if (asked.kind === 'put') records.put(asked.value, asked.key)
          else if (asked.kind === 'delete') records.delete(asked.key)
          else records.clear()
          transaction.addEventListener('complete', () => {
            opening.result.close()
            resolve()
          })
        })
      }),
    [databaseName, storeName, what] as const,
  )

export const writeRecord = (page: Page, key: string, value: unknown): Promise<void> =>
  change(page, { kind: 'put', key, value })

export const deleteRecord = (page: Page, key: string): Promise<void> =>
  change(page, { kind: 'delete', key })

/** As when a browser throws away what a site has stored. */
export const clearRecords = (page: Page): Promise<void> => change(page, { kind: 'clear' })
