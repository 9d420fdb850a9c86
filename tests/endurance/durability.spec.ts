import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, test, type Page } from '@playwright/test'

import { serveFolder } from '../buildWithWorker.ts'
import { createChance } from '../fakes/chance.ts'
import { startMortalBrowser } from '../mortalBrowser.ts'

const kills = Math.ceil(Number(process.env['PONDER_KILLS'] ?? 40) / 8)
const seed = Number(process.env['PONDER_SEED'] ?? Date.now() % 1_000_000)

declare global {
  var noteCommitted: ((number: number) => void) | undefined
}

/** On this rests the choice of relaxed transactions for the journal. */
test(`a relaxed transaction that is complete outlives ${kills} kills of the browser`, async () => {
  test.setTimeout(120_000 + kills * 20_000)
  console.log(`Seed ${seed}`)
  const chance = createChance(seed)
  const server = await serveFolder(fileURLToPath(new URL('../../dist', import.meta.url)))
  const profile = mkdtempSync(join(tmpdir(), 'ponder-durability-'))
  let told = 0
  let total = 0
  try {
    for (let kill = 0; kill <= kills; kill += 1) {
      const browser = await startMortalBrowser(profile)
      try {
        await browser.context.exposeBinding('noteCommitted', (_source, number: number) => {
          told = number
        })
        const page = await browser.context.newPage()
        // A page of the origin with nothing of the app in it.
        await page.goto(`${server.address}icon.svg`)
        const kept = await findLast(page)
        expect(kept).toBeGreaterThanOrEqual(told)
        total = kept
        if (kill === kills) break
        await page.evaluate(writeOn, kept)
        await expect.poll(() => told > kept, { intervals: [5] }).toBe(true)
        await new Promise((resolve) => setTimeout(resolve, chance() * 300))
      } finally {
        await browser.kill()
      }
    }
    console.log(JSON.stringify({ seed, kills, transactions: total }))
    expect(total).toBeGreaterThan(kills)
  } finally {
    await server.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
})

/** One small transaction after the other, without end; each is told once it is complete. */
function writeOn(from: number): void {
  const opening = indexedDB.open('durability')
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore('numbers'))
  opening.addEventListener('success', () => {
    const write = (number: number): void => {
      const transaction = opening.result.transaction('numbers', 'readwrite', {
        durability: 'relaxed',
      })
      transaction.objectStore('numbers').put(number, number)
      transaction.addEventListener('complete', () => {
        globalThis.noteCommitted?.(number)
        write(number + 1)
      })
      transaction.commit()
    }
    write(from + 1)
  })
}

/** The last number that is there; every one before it is too, or it is not counted. */
const findLast = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('durability')
        opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore('numbers'))
        opening.addEventListener('error', () => reject(new Error('The database is gone.')))
        opening.addEventListener('success', () => {
          const keys = opening.result.transaction('numbers').objectStore('numbers').getAllKeys()
          keys.addEventListener('success', () => {
            opening.result.close()
            const gap = keys.result.findIndex((key, index) => key !== index + 1)
            resolve(gap === -1 ? keys.result.length : gap)
          })
        })
      }),
  )
