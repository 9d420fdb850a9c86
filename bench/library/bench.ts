import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import type { BrowserContext, Page } from '@playwright/test'

import { engineReady } from '../../tests/e2e/ponder.ts'
import { startMortalBrowser } from '../../tests/mortalBrowser.ts'
import { buildApp, withServer } from '../app/builds.ts'
import { median, printFigure, type Goal } from '../figure.ts'
import { printMachine } from '../machine.ts'
import { makeLibrary, type Library } from './makeLibrary.ts'
import { memoryOf, timeStep, writeEntries } from './pageSteps.ts'

const { values } = parseArgs({
  options: {
    chats: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    openings: { type: 'string', default: '200' },
    queries: { type: 'string', default: '40' },
    seed: { type: 'string', default: '8' },
  },
})
const count = Number(values.chats)
const rounds = Number(values.rounds)
const link = (number: number): string =>
  `nav[aria-label="Chats"] a[href$="#chat=library-${number}"]`
const opened = (number: number): string =>
  `html:has(${link(number)}[aria-current]) article[aria-label="Answer"]`

const app = await buildApp()
const profile = mkdtempSync(join(tmpdir(), 'ponder-bench-'))
// A profile on the disk: databases of private windows are in memory.
const mortal = await startMortalBrowser(profile)
try {
  const browser = mortal.context.browser()
  if (browser === null) throw new Error('The browser is gone.')
  printMachine(browser)
  await withServer(app, (address) => bench(mortal.context, address))
} finally {
  await mortal.kill()
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
}

async function bench(context: BrowserContext, address: string): Promise<void> {
  const page = await context.newPage()
  await page.goto(address)
  await engineReady(page)
  const empty = await timeLoads(page, 'textarea')
  const library = makeLibrary(count, Number(values.seed))
  await writeEntries(page, library.entries)
  console.log(`\n${count} chats of 20 messages, seed ${values.seed}`)
  await benchList(page, empty)
  await benchOpening(page)
  await benchSearch(page, library)
  await benchDeleting(page)
  await benchMemory(context, page, address)
}

/** Milliseconds from the start of a page load until this is there, at each of the rounds. */
async function timeLoads(page: Page, shown: string): Promise<readonly number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    await page.reload()
    times.push(
      await page.evaluate(async (selector) => {
        while (document.querySelector(selector) === null)
          await new Promise((resolve) => requestAnimationFrame(resolve))
        return performance.now()
      }, shown),
    )
    await engineReady(page)
  }
  return times
}

async function benchList(page: Page, empty: readonly number[]): Promise<void> {
  const full = await timeLoads(page, link(count - 1))
  printFigure('page load, no chats', median(empty), 'ms')
  printFigure('page load to the list', median(full), 'ms')
  printFigure('what the list adds', median(full) - median(empty), 'ms', goalMs(100))
}

async function benchOpening(page: Page): Promise<void> {
  const times: number[] = []
  for (let number = count - 1; number >= count - 40; number -= 1)
    times.push(await timeStep(page, { kind: 'click', selector: link(number) }, opened(number)))
  printTimes('open a chat', times.slice(2), 50)
}

async function benchSearch(page: Page, { words }: Library): Promise<void> {
  const box = 'input[aria-label="Search chats"]'
  const found = '[data-part="found"]'
  const type = (text: string, shown: string): Promise<number> =>
    timeStep(page, { kind: 'type', selector: box, text }, shown)
  const from = performance.now()
  await type(words[0] ?? '', `${found} li`)
  await page.waitForFunction(
    (selector) =>
      !/are read so far/.test(document.querySelector(selector)?.textContent ?? 'are read so far'),
    found,
    { timeout: 120_000 },
  )
  printFigure('index of all chats built', (performance.now() - from) / 1000, 's')
  const times: number[] = []
  const queries = Number(values.queries)
  for (let number = 0; number < queries; number += 1) {
    // Frequent and rare ones, and pairs of them.
    const rank = Math.floor(words.length ** (number / queries)) - 1
    const query = number % 3 === 2 ? `${words[rank]} ${words[rank + 7]}` : (words[rank] ?? '')
    await type('', `!${found}`)
    times.push(await type(query, `${found}[aria-busy="false"]`))
  }
  printTimes('search', times, 50)
  await type('', `!${found}`)
}

async function benchDeleting(page: Page): Promise<void> {
  const times: number[] = []
  for (let number = count - 50; number > count - 80; number -= 1) {
    const row = `nav[aria-label="Chats"] li:has(a[href$="#chat=library-${number}"])`
    const selector = `${row} button[aria-label^="Delete"]`
    times.push(await timeStep(page, { kind: 'click', selector }, `!${link(number)}`))
  }
  printTimes('delete a chat', times, 100)
}

async function benchMemory(context: BrowserContext, page: Page, address: string): Promise<void> {
  await page.goto(address)
  await engineReady(page)
  const session = await context.newCDPSession(page)
  const openings = Number(values.openings)
  const open = async (from: number, times: number): Promise<void> => {
    for (let number = from; number < from + times; number += 1) {
      await page.evaluate((id) => (location.hash = `chat=library-${id}`), number)
      await page.locator(`main article[data-message]`).first().waitFor()
      await page.waitForTimeout(30)
    }
  }
  await open(0, 40)
  const before = await memoryOf(session)
  await open(40, openings)
  const after = await memoryOf(session)
  printFigure('memory after 40 openings', before / 2 ** 20, 'MiB')
  printFigure(`memory after ${openings} more`, after / 2 ** 20, 'MiB')
  printFigure('growth', (after - before) / 2 ** 20, 'MiB', { direction: '≤', at: 1 })
}

function goalMs(at: number): Goal {
  return { direction: '≤', at }
}

function printTimes(name: string, times: readonly number[], goal: number): void {
  const sorted = times.toSorted((one, other) => one - other)
  printFigure(`${name}, median`, median(times), 'ms', goalMs(goal))
  printFigure(`${name}, 95 of 100`, sorted[Math.floor(sorted.length * 0.95)] ?? 0, 'ms')
  printFigure(`${name}, longest`, sorted.at(-1) ?? 0, 'ms')
}
