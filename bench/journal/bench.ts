import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import type { Browser, Page } from '@playwright/test'

import type { Segment } from '../../src/engine/engine.ts'
import { buildWithWorker, copyBuild } from '../../tests/buildWithWorker.ts'
import { engineReady } from '../../tests/e2e/ponder.ts'
import { scriptQuestion } from '../../tests/endurance/script.ts'
import { startMortalBrowser } from '../../tests/mortalBrowser.ts'
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
const plain = path('../../test-results/bench/journal-app')
copyBuild(app, plain)
const scripted = path('../../test-results/bench/journal-script')
await buildWithWorker(app, scripted, path('../../tests/endurance/scripted.worker.ts'))
const script = { thought: Number(values.tokens), answer: 1, perSecond: Number(values.rate) }

await inApp(plain, async (page, browser) => {
  printMachine(browser)
  await benchWrites(page)
})
await inApp(plain, (page, browser) =>
  benchReply(page, browser, 'the embedded model', values.question),
)
await inApp(scripted, (page, browser) =>
  benchReply(page, browser, `a script at ${values.rate} tokens/s`, scriptQuestion(1, script)),
)

/**
 * A page of the app, ready, and its whole browser. In a profile on the disk: Playwright's own contexts are
 * private windows, whose databases are in memory and cost nothing to write.
 */
async function inApp(
  folder: string,
  work: (page: Page, browser: Browser) => Promise<void>,
): Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), 'ponder-bench-'))
  const mortal = await startMortalBrowser(profile)
  try {
    await withServer(folder, async (address) => {
      const page = await mortal.context.newPage()
      await page.goto(address)
      await engineReady(page)
      const browser = mortal.context.browser()
      if (browser === null) throw new Error('The browser is gone.')
      await work(page, browser)
    })
  } finally {
    await mortal.kill()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
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
  browser: Browser,
  what: string,
  question: string,
): Promise<void> {
  const whole = await browser.newBrowserCDPSession()
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
function headOf(question: string): unknown {
  return {
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
  }
}
