import { setTimeout as sleep } from 'node:timers/promises'

import type { Browser, CDPSession, Page } from '@playwright/test'

import type { TurnFigures } from '../../src/stats/turnFigures.ts'
import { ask, engineReady, makeGreedy, openPonder, replyEnded } from '../../tests/e2e/ponder.ts'
import { readRecords } from '../../tests/e2e/storedRecords.ts'
import { askBareEngine, startBareEngine, segmentOf, type Pace } from './bareEngine.ts'
import { browserMs } from './processor.ts'

export interface Round {
  readonly app: Pace
  readonly bare: Pace
}

/** The same question, asked through the window and of an engine of its own that nobody draws. */
export async function measureRounds(
  browser: Browser,
  address: string,
  question: string,
  rounds: number,
): Promise<readonly Round[]> {
  // Keeping the app for offline use is work of its own, and not what is measured.
  const viewport = { width: 1280, height: 800 }
  const context = await browser.newContext({ baseURL: address, viewport, serviceWorkers: 'block' })
  try {
    const page = await context.newPage()
    await openPonder(page)
    await engineReady(page)
    await startBareEngine(page)
    const wholeBrowser = await browser.newBrowserCDPSession()
    const throughApp = (): Promise<Pace> => askApp(page, wholeBrowser, question)
    const throughEngine = (): Promise<Pace> =>
      askBareEngine(page, wholeBrowser, segmentOf(question))
    // The first of each pays for what is made once.
    await throughApp()
    await throughEngine()
    const measured: Round[] = []
    for (let round = 0; round < rounds; round += 1) {
      // Which of them goes first changes, or one would always find the warmer processor.
      const bareFirst = round % 2 === 1 ? await throughEngine() : undefined
      const app = await throughApp()
      const bare = bareFirst ?? (await throughEngine())
      if (app.tokens !== bare.tokens)
        throw new Error(`The replies differ: ${app.tokens} and ${bare.tokens} tokens.`)
      measured.push({ app, bare })
    }
    return measured
  } finally {
    await context.close()
  }
}

/** In a chat of its own; the figures are those that the app keeps with the reply. */
async function askApp(page: Page, browser: CDPSession, question: string): Promise<Pace> {
  const before = new Set(Object.keys(await readRecords(page)))
  await page.getByRole('button', { name: 'New chat' }).click()
  await makeGreedy(page)
  // What was done to get here is no part of the turn.
  await sleep(500)
  const from = await browserMs(browser)
  await ask(page, question)
  await replyEnded(page)
  const spent = (await browserMs(browser)) - from
  for (;;) {
    const kept = Object.entries(await readRecords(page)).find(
      ([key, record]) => !before.has(key) && (record as StoredAnswer).figures,
    )
    if (kept === undefined) continue
    const { decodedTokens, decodeMs } = (kept[1] as Required<StoredAnswer>).figures
    return { tokens: decodedTokens, ms: decodeMs, browserMs: spent }
  }
}

interface StoredAnswer {
  readonly figures?: TurnFigures
}
