import { setTimeout as sleep } from 'node:timers/promises'

import type { Browser, CDPSession, Page } from '@playwright/test'

import { ask, engineReady, openPonder } from '../../tests/e2e/ponder.ts'
import { watchTasks } from '../tasks.ts'
import { browserMs } from './processor.ts'
import { scriptQuestion, type ScriptName } from './scripts.ts'
import { takeSmoothness, type Smoothness } from './smoothness.ts'
import { openView, prepareView, readerSteps, type View } from './views.ts'
import { watchPage } from './watchPage.ts'

/** The main thread so far; `taskMs` is its own processor time, which other programs do not lengthen. */
interface Sample {
  readonly at: number
  readonly taskMs: number
  /** Processor time of all threads of the browser: raster and compositing too. */
  readonly browserMs: number
  readonly tokens: number
}

/** Where samples are taken. */
interface Place {
  readonly page: Page
  readonly cdp: CDPSession
  readonly browser: CDPSession
}

export interface StreamFigures extends Smoothness {
  /** Milliseconds that a token costs the main thread, and the whole browser, by how long the reply was then. */
  readonly tokenCosts: readonly {
    readonly tokens: number
    readonly ms: number
    readonly browserMs: number
  }[]
  /** Processor time of the main thread's longest task while its view is used and it ends, in milliseconds. */
  readonly longestTasks: readonly (readonly [what: string, ms: number])[]
  /** The same page with nothing to do: what of the rest is the machine's own. */
  readonly idle: Smoothness
}

interface Stream {
  readonly script: ScriptName
  readonly view: View
  readonly tokens: number
  readonly perSecond: number
  readonly marks: readonly number[]
}

const idleMs = 4000
/** Tokens over which a cost is taken: several seconds, so that saving and scrolling are in it. */
const windowTokens = 500
const sampleTokens = 125
/** Seconds of tokens after those that are measured: tracing makes everything dearer, so only the end is traced. */
const endSeconds = 6
/** Enough for a thought to have an outline. */
const longThought = 400

/** One scripted reply in a fresh app, from its question until it has settled. */
export async function measureStream(
  browser: Browser,
  address: string,
  { script, view, tokens, perSecond, marks }: Stream,
): Promise<StreamFigures> {
  // Keeping the app for offline use is work of its own, and not what is measured.
  const viewport = { width: 1280, height: 800 }
  const context = await browser.newContext({ baseURL: address, viewport, serviceWorkers: 'block' })
  try {
    const page = await context.newPage()
    await page.addInitScript(watchPage)
    await openPonder(page)
    await engineReady(page)
    const cdp = await context.newCDPSession(page)
    const wholeBrowser = await browser.newBrowserCDPSession()
    const place = { page, cdp, browser: wholeBrowser }
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })

    await prepareView(page, view)
    await sleep(1000)
    await takeSmoothness(page)
    const before = await takeSample(place)
    await sleep(idleMs)
    const idle = await takeSample(place)
    const ofIdle = costBetween(before, idle)
    const passed = idle.at - before.at
    const idleSmoothness = await takeSmoothness(page)

    await ask(page, scriptQuestion(script, tokens + endSeconds * perSecond, perSecond))
    const first = await takeSample(place)
    await page.waitForFunction((long) => (globalThis.ponderSeen?.tokens ?? 0) > long, longThought)
    await openView(page, view)
    const samples = [first, ...(await sampleReply(place, tokens, perSecond))]
    const longestTasks: [string, number][] = []
    for (const [what, run] of readerSteps[view]) {
      const endWatch = await watchTasks(wholeBrowser)
      await run(page)
      await sleep(200)
      longestTasks.push([what, (await endWatch()).processorMs])
    }
    const endWatch = await watchTasks(wholeBrowser)
    await page.locator('[data-part="stats"]').waitFor({ timeout: 120_000 })
    await sleep(1000)
    longestTasks.push(['the end', (await endWatch()).processorMs])
    return {
      ...(await takeSmoothness(page)),
      idle: idleSmoothness,
      longestTasks,
      tokenCosts: marks.map((mark) => ({
        tokens: mark,
        ...costAt(samples, mark, { ms: ofIdle.ms / passed, browserMs: ofIdle.browserMs / passed }),
      })),
    }
  } finally {
    await context.close()
  }
}

async function sampleReply(
  place: Place,
  tokens: number,
  perSecond: number,
): Promise<readonly Sample[]> {
  const patienceMs = (1000 * tokens) / perSecond + 120_000
  const samples = [await takeSample(place)]
  const startedAt = performance.now()
  for (;;) {
    await sleep((1000 * sampleTokens) / perSecond)
    const sample = await takeSample(place)
    samples.push(sample)
    if (sample.tokens >= tokens) return samples
    if (performance.now() - startedAt > patienceMs) throw new Error('The reply does not end.')
  }
}

async function takeSample({ page, cdp, browser }: Place): Promise<Sample> {
  const { metrics } = await cdp.send('Performance.getMetrics')
  const seconds = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
  const tokens = await page.evaluate(() => globalThis.ponderSeen?.tokens ?? 0)
  const taskMs = 1000 * seconds
  return { at: performance.now(), taskMs, browserMs: await browserMs(browser), tokens }
}

/** Milliseconds of processor time. */
interface Cost {
  readonly ms: number
  readonly browserMs: number
}

const costBetween = (from: Sample, to: Sample): Cost => ({
  ms: to.taskMs - from.taskMs,
  browserMs: to.browserMs - from.browserMs,
})

/** What a token up to the mark cost, less what the page does without any. */
function costAt(samples: readonly Sample[], mark: number, idleShare: Cost): Cost {
  const to = samples.find(({ tokens }) => tokens >= mark)
  const from = samples.findLast(({ tokens }) => tokens <= mark - windowTokens)
  if (to === undefined || from === undefined) return { ms: Number.NaN, browserMs: Number.NaN }
  const busy = costBetween(from, to)
  const passed = to.at - from.at
  const perToken = (spent: number, idle: number): number =>
    (spent - idle * passed) / (to.tokens - from.tokens)
  return {
    ms: perToken(busy.ms, idleShare.ms),
    browserMs: perToken(busy.browserMs, idleShare.browserMs),
  }
}
