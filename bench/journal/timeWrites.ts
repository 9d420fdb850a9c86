import type { Page } from '@playwright/test'

/** Milliseconds from each write to its commit, one after the other, as the journal's are. */
export const timeWrites = (
  page: Page,
  durability: 'relaxed' | 'strict',
  count: number,
): Promise<number[]> =>
  page.evaluate(
    async ([kind, times]) => {
      const name = 'bench of writes'
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name)
        opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(name))
        opening.addEventListener('success', () => resolve(opening.result))
        opening.addEventListener('error', () => reject(new Error('There is no database.')))
      })
      const taken: number[] = []
      for (let number = 0; number < times; number += 1) {
        const from = performance.now()
        await new Promise<void>((resolve, reject) => {
          const transaction = database.transaction(name, 'readwrite', { durability: kind })
          transaction.addEventListener('complete', () => resolve())
          transaction.addEventListener('abort', () => reject(new Error('It was not written.')))
          const entries = [{ kind: 'tokens', text: 'three or four words', at: [1, 2, 3, 4, 5] }]
          transaction.objectStore(name).put({ v: 1, kind: 'entries', entries }, `${kind}/${number}`)
          transaction.commit()
        })
        taken.push(performance.now() - from)
      }
      database.close()
      return taken
    },
    [durability, count] as const,
  )
