import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test'

import type { Segment } from '../../src/engine/engine.ts'
import { buildWithWorker } from '../../tests/buildWithWorker.ts'
import { chromiumFlags, findChromium } from '../../tests/chromium.ts'
import { engineReady, openPonder } from '../../tests/e2e/ponder.ts'
import { scriptQuestion } from '../../tests/endurance/script.ts'
import { askBareEngine, segmentOf, startBareEngine, type Pace } from '../app/bareEngine.ts'
import { buildApp, withServer } from '../app/builds.ts'
import { median, printFigure } from '../figure.ts'
import { printMachine } from '../machine.ts'
import { timeWrites } from './timeWrites.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    /** Of a scripted reply, and how many of them come in a second. */
    tokens: { type: 'string', default: '1500' },
    rate: { type: 'string', default: '200' },
    writes: { type: 'string', default: '200' },
    question: { type: 'string', default: 'What is 847 * 926?' },
  },
})
const rounds = Number(values.rounds)
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

const app = await buildApp()
const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags })
try {
  printMachine(browser)
  await withServer(app, (address) => inApp(browser, address, benchWrites))
  await withServer(app, (address) =>
    inApp(browser, address, async (page, whole) => {
      await benchReply(page, whole, 'the embedded model', values.question)
    }),
  )
  const scripted = path('../../test-results/bench/journal')
  await buildWithWorker(app, scripted, path('../../tests/endurance/scripted.worker.ts'))
  const script = { thought: Number(values.tokens), answer: 1, perSecond: Number(values.rate) }
  await withServer(scripted, (address) =>
    inApp(browser, address, async (page, whole) => {
      await benchReply(
        page,
        whole,
        `a script at ${values.rate} tokens/s`,
        scriptQuestion(1, script),
      )
    }),
  )
} finally {
  await browser.close()
}

/** A page of the app, ready, and its whole browser. */
async function inApp(
  at: Browser,
  address: string,
  work: (page: Page, browser: CDPSession) => Promise<void>,
): Promise<void> {
  const context = await at.newContext({ baseURL: address, serviceWorkers: 'block' })
  try {
    const page = await context.newPage()
    await openPonder(page)
    await engineReady(page)
    await work(page, await at.newBrowserCDPSession())
  } finally {
    await context.close()
  }
}

/** What the two durabilities cost, on this machine's disk. */
async function benchWrites(page: Page): Promise<void> {
  console.log(`\nOne small record in a transaction of its own, ${values.writes} times`)
  for (const durability of ['relaxed', 'strict'] as const) {
    const times = await timeWrites(page, durability, Number(values.writes))
    const sorted = times.toSorted((one, other) => one - other)
    printFigure(`${durability}, median`, median(times), 'ms')
    printFigure(`${durability}, 95 of 100`, sorted[Math.floor(sorted.length * 0.95)] ?? 0, 'ms')
  }
}

/** The same reply from the same worker, kept and not kept, in turns. */
async function benchReply(
  page: Page,
  whole: CDPSession,
  what: string,
  question: string,
): Promise<void> {
  await startBareEngine(page)
  const free = segmentOf(question)
  const kept: Segment = { ...free, journal: { reply: 'bench', head: headOf(question) } }
  await askBareEngine(page, whole, kept)
  const pairs: { readonly free: Pace; readonly kept: Pace }[] = []
  for (let round = 0; round < rounds; round += 1) {
    // Which of them goes first changes, or one would always find the warmer processor.
    const first = round % 2 === 1 ? await askBareEngine(page, whole, kept) : undefined
    const without = await askBareEngine(page, whole, free)
    pairs.push({ free: without, kept: first ?? (await askBareEngine(page, whole, kept)) })
  }
  console.log(
    `\nThe journal on ${what}: ${(pairs[0]?.kept.tokens ?? 0) + 1} tokens, ${rounds} rounds`,
  )
  const rate = ({ tokens, ms }: Pace): number => (1000 * tokens) / ms
  const of = (figure: (pair: (typeof pairs)[number]) => number): number => median(pairs.map(figure))
  const delay = ({ delays = [] }: Pace): number => median(delays)
  printFigure(
    'decode speed, kept',
    of((pair) => rate(pair.kept)),
    'tokens/s',
  )
  printFigure(
    'decode speed, not kept',
    of((pair) => rate(pair.free)),
    'tokens/s',
  )
  printFigure(
    'kept / not kept, same round',
    of((pair) => rate(pair.kept) / rate(pair.free)),
    '',
    {
      direction: '≥',
      at: 0.97,
    },
  )
  printFigure(
    'processor, whole browser',
    of((pair) => (pair.kept.browserMs - pair.free.browserMs) / pair.kept.tokens),
    'ms/token',
  )
  printFigure(
    'from drawn to window, kept',
    of((pair) => delay(pair.kept)),
    'ms',
  )
  printFigure(
    'from drawn to window, not kept',
    of((pair) => delay(pair.free)),
    'ms',
  )
}

/** An answer as `chat` hands it over; only its size matters here. */
const headOf = (question: string): unknown => ({
  role: 'answer',
  id: 'bench',
  chatId: 'bench',
  parent: 'bench-question',
  createdAt: 0,
  ...segmentOf(question),
  template: 'r1-distill',
  leftOut: 0,
  parts: [],
  figures: null,
  ending: { kind: 'open' },
})
