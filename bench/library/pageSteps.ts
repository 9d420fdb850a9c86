import type { CDPSession, Page } from '@playwright/test'

import type { Entry } from '../../src/storage/database.ts'
import { databaseName, storeName } from '../../src/storage/keys.ts'

/** Puts records past the app, a few thousand in a transaction. */
export async function writeEntries(page: Page, entries: readonly Entry[]): Promise<void> {
  for (let from = 0; from < entries.length; from += 2_000)
    await page.evaluate(
      ([database, store, records]) =>
        new Promise<void>((resolve, reject) => {
          const opening = indexedDB.open(database)
          opening.addEventListener('error', () => reject(new Error('There is no database.')))
          opening.addEventListener('success', () => {
            const transaction = opening.result.transaction(store, 'readwrite')
            for (const { key, value } of records) transaction.objectStore(store).put(value, key)
            transaction.addEventListener('complete', () => {
              opening.result.close()
              resolve()
            })
          })
        }),
      [databaseName, storeName, entries.slice(from, from + 2_000)] as const,
    )
}

/**
 * Milliseconds from a step that the page takes to the frame after the one that shows its end: what a person
 * waits for. `step` clicks or types; the end is there when `shown` finds something.
 */
export const timeStep = (page: Page, step: StepInPage, shown: string): Promise<number> =>
  page.evaluate(
    async ([{ kind, selector, text }, wanted]) => {
      const element = document.querySelector<HTMLElement>(selector)
      if (element === null) throw new Error(`There is no ${selector}.`)
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
      await frame()
      const from = performance.now()
      if (kind === 'click') element.click()
      else {
        const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
        setter?.call(element, text)
        element.dispatchEvent(new Event('input', { bubbles: true }))
      }
      const isShown = (): boolean =>
        wanted.startsWith('!')
          ? document.querySelector(wanted.slice(1)) === null
          : document.querySelector(wanted) !== null
      while (!isShown()) {
        if (performance.now() - from > 30_000) throw new Error(`${wanted} did not come.`)
        await new Promise<void>((resolve) => {
          const channel = new MessageChannel()
          channel.port1.addEventListener('message', () => resolve(), { once: true })
          channel.port1.start()
          channel.port2.postMessage(null)
        })
      }
      // The frame in which it is drawn has begun; when the next task runs it is done.
      await frame()
      await new Promise<void>((resolve) => setTimeout(resolve, 0))
      return performance.now() - from
    },
    [step, shown] as const,
  )

export type StepInPage =
  | { readonly kind: 'click'; readonly selector: string; readonly text?: undefined }
  | { readonly kind: 'type'; readonly selector: string; readonly text: string }

/** Bytes of the page's own memory that are still in use after everything else was let go. */
export async function memoryOf(session: CDPSession): Promise<number> {
  for (let times = 0; times < 3; times += 1) await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize
}
