import { setTimeout as sleep } from 'node:timers/promises'

import type { Browser, CDPSession, Page } from '@playwright/test'

import { ask, engineReady, openPonder } from '../../tests/e2e/ponder.ts'
import { scriptQuestion, type ScriptName } from './scripts.ts'
import { watchPage } from './watchPage.ts'

/** The main thread so far; `taskMs` is its own processor time, which other programs do not lengthen. */
interface Sample {
  readonly at: number
  readonly taskMs: number
  readonly tokens: number
}

/** How smoothly the page ran for a while. */
interface Smoothness {
  /** Milliseconds, of tasks over 50 ms alone. */
  readonly longTasks: readonly number[]
  readonly frames: number
  readonly droppedFrames: number
}

export interface StreamFigures extends Smoothness {
  /** Milliseconds that a token costs the main thread, by how long the reply was then. */
  readonly tokenCosts: readonly { readonly tokens: number; readonly ms: number }[]
  /** The same page with nothing to do: what of the rest is the machine's own. */
  readonly idle: Smoothness
}

interface Stream {
  readonly script: ScriptName
  readonly tokens: number
  readonly perSecond: number
  readonly marks: readonly number[]
}

const idleMs = 4000
/** A browser without a screen draws 60 frames a second. */
const frameMs = 1000 / 60
/** Tokens over which a cost is taken: several seconds, so that saving and scrolling are in it. */
const windowTokens = 500
const sampleTokens = 125

/** One scripted reply in a fresh app, from its question until it has settled. */
export async function measureStream(
  browser: Browser,
  address: string,
  { script, tokens, perSecond, marks }: Stream,
): Promise<StreamFigures> {
  const viewport = { width: 1280, height: 800 }
  const context = await browser.newContext({ baseURL: address, viewport })
  try {
    const page = await context.newPage()
    await page.addInitScript(watchPage)
    await openPonder(page)
    await engineReady(page)
    const cdp = await context.newCDPSession(page)
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })

    await sleep(1000)
    await takeSmoothness(page)
    const before = await takeSample(page, cdp)
    await sleep(idleMs)
    const idle = await takeSample(page, cdp)
    const idleShare = (idle.taskMs - before.taskMs) / (idle.at - before.at)
    const idleSmoothness = await takeSmoothness(page)

    await ask(page, scriptQuestion(script, tokens, perSecond))
    const samples = await sampleReply(page, cdp, tokens, perSecond)
    await sleep(1000)
    return {
      ...(await takeSmoothness(page)),
      idle: idleSmoothness,
      tokenCosts: marks.map((mark) => ({ tokens: mark, ms: costAt(samples, mark, idleShare) })),
    }
  } finally {
    await context.close()
  }
}

async function sampleReply(
  page: Page,
  cdp: CDPSession,
  tokens: number,
  perSecond: number,
): Promise<readonly Sample[]> {
  const patienceMs = (1000 * tokens) / perSecond + 120_000
  const samples = [await takeSample(page, cdp)]
  const startedAt = performance.now()
  for (;;) {
    await sleep((1000 * sampleTokens) / perSecond)
    const sample = await takeSample(page, cdp)
    samples.push(sample)
    const hasEnded = await page.locator('[data-part="stats"]').count()
    if (sample.tokens >= tokens && hasEnded > 0) return samples
    if (performance.now() - startedAt > patienceMs) throw new Error('The reply does not end.')
  }
}

async function takeSample(page: Page, cdp: CDPSession): Promise<Sample> {
  const { metrics } = await cdp.send('Performance.getMetrics')
  const seconds = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
  const tokens = await page.evaluate(() => globalThis.ponderSeen?.tokens ?? 0)
  return { at: performance.now(), taskMs: 1000 * seconds, tokens }
}

/** Since this was last asked. */
async function takeSmoothness(page: Page): Promise<Smoothness> {
  const { longTasks, gaps } = await page.evaluate(() => {
    const seen = globalThis.ponderSeen
    return { longTasks: seen?.longTasks.splice(0) ?? [], gaps: seen?.gaps.splice(0) ?? [] }
  })
  const dropped = (gap: number): number => Math.max(0, Math.round(gap / frameMs) - 1)
  return {
    longTasks,
    frames: gaps.length,
    droppedFrames: gaps.reduce((sum, gap) => sum + dropped(gap), 0),
  }
}

/** Cost of the tokens up to the mark, less what the page does without any. */
function costAt(samples: readonly Sample[], mark: number, idleShare: number): number {
  const to = samples.find(({ tokens }) => tokens >= mark)
  const from = samples.findLast(({ tokens }) => tokens <= mark - windowTokens)
  if (to === undefined || from === undefined) return Number.NaN
  const busyMs = to.taskMs - from.taskMs - idleShare * (to.at - from.at)
  return busyMs / (to.tokens - from.tokens)
}
