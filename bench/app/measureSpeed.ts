import { setTimeout as sleep } from 'node:timers/promises'

import type { Browser, CDPSession, Page } from '@playwright/test'

import { r1Sampling, type Segment } from '../../src/engine/engine.ts'
import { nanoRecord } from '../../src/engine/catalogue/nanoRecord.ts'
import { readModelFiles } from '../../src/engine/download/modelFiles.ts'
import type { FromWorker, ToWorker } from '../../src/engine/protocol.ts'
import type { ModelSources } from '../../src/engine/source/modelSources.ts'
import type { TurnFigures } from '../../src/stats/turnFigures.ts'
import { ask, engineReady, makeGreedy, openPonder, replyEnded } from '../../tests/e2e/ponder.ts'
import { readRecords } from '../../tests/e2e/storedRecords.ts'
import { browserMs } from './processor.ts'

/** A reply's tokens after its first, and the time that they took. */
interface Pace {
  readonly tokens: number
  readonly ms: number
  /** Processor time of all threads of the browser from the question to the end of the reply. */
  readonly browserMs: number
}

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
    const throughEngine = (): Promise<Pace> => askBareEngine(page, wholeBrowser, question)
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

declare global {
  var bareEngine: ((segment: Segment) => Promise<{ tokens: number; ms: number }>) | undefined
}

/** A second worker from the app's own chunk, with the model loaded. */
async function startBareEngine(page: Page): Promise<void> {
  const chunk = page.workers()[0]?.url()
  if (chunk === undefined) throw new Error('The app has started no worker.')
  await page.evaluate(
    async ({ url, record, sources }) => {
      const worker = new Worker(url, { type: 'module', name: 'bare engine' })
      const post = (message: ToWorker): void => worker.postMessage(message)
      const failed = (message: unknown): Error => new Error(JSON.stringify(message))
      let nextId = 1
      await new Promise<void>((resolve, reject) => {
        worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
          if (data.type === 'model-loaded') resolve()
          if (data.type === 'request-failed') reject(failed(data))
        })
        const contextTokens = record.longestContext
        post({ type: 'model-load', id: nextId, record, contextTokens, sources })
      })

      globalThis.bareEngine = (segment) =>
        new Promise((resolve, reject) => {
          const id = (nextId += 1)
          const times: number[] = []
          const receive = ({ data }: MessageEvent<FromWorker>): void => {
            if (data.type !== 'turn-event' || data.id !== id) return
            const { event } = data
            if (event.type === 'tokens') times.push(...event.at)
            if (event.type !== 'end' && event.type !== 'error') return
            worker.removeEventListener('message', receive)
            const ms = (times.at(-1) ?? 0) - (times[0] ?? 0)
            if (event.type === 'end') resolve({ tokens: times.length - 1, ms })
            else reject(failed(event))
          }
          worker.addEventListener('message', receive)
          post({ type: 'turn-start', id, segment })
        })
    },
    { url: chunk, record: nanoRecord, sources: await findSources(page) },
  )
}

/** Where the app has the model's files. */
async function findSources(page: Page): Promise<ModelSources> {
  const url = new URL('models/nano/manifest.json', page.url()).href
  const manifest: unknown = await (await page.request.get(url)).json()
  const { weightsUrl, libraryUrl } = readModelFiles(nanoRecord.id, manifest, url)
  if (libraryUrl === undefined) throw new Error('The model came without a library.')
  return { weightsUrl, libraryUrl, integrity: {} }
}

async function askBareEngine(page: Page, browser: CDPSession, question: string): Promise<Pace> {
  const segment: Segment = {
    model: nanoRecord.id,
    system: '',
    turns: [],
    question,
    prefix: { reasoning: '' },
    sampling: { ...r1Sampling, temperature: 0 },
    thinking: { kind: 'free' },
  }
  const from = await browserMs(browser)
  const pace = await page.evaluate((asked) => {
    if (globalThis.bareEngine === undefined) throw new Error('There is no bare engine.')
    return globalThis.bareEngine(asked)
  }, segment)
  return { ...pace, browserMs: (await browserMs(browser)) - from }
}
