import { parseArgs } from 'node:util'

import { chromium, type Browser } from '@playwright/test'

import { chromiumFlags, findChromium } from '../../tests/chromium.ts'
import { median, printFigure } from '../figure.ts'
import { printMachine } from '../machine.ts'
import { buildApp, buildScripted, withServer } from './builds.ts'
import { measureRounds, type Round } from './measureSpeed.ts'
import { measureStream } from './measureStream.ts'
import type { ScriptName } from './scripts.ts'
import type { View } from './views.ts'

const { values } = parseArgs({
  options: {
    /** Tokens of a scripted reply: at 100 a second the whole length takes 160 s, for each of the streams. */
    tokens: { type: 'string', default: '16000' },
    rate: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '5' },
    /** One of the views, alone. */
    only: { type: 'string' },
    question: { type: 'string', default: 'What is 847 * 926?' },
  },
})
const tokens = Number(values.tokens)
const perSecond = Number(values.rate)
const rounds = Number(values.rounds)

const streams: readonly (readonly [ScriptName, View])[] = [
  ['thought', 'outline and search'],
  ['thought', 'token lens'],
  ['answer', 'lines'],
]

const app = await buildApp()
const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags })
try {
  printMachine(browser)
  if (rounds > 0) await benchSpeed(browser)
  if (tokens > 0) {
    const scripted = await buildScripted(app)
    await withServer(scripted, async (address) => {
      for (const [script, view] of streams)
        if (values.only === undefined || values.only === view)
          await benchStream(browser, address, script, view)
    })
  }
} finally {
  await browser.close()
}

async function benchSpeed(at: Browser): Promise<void> {
  const measured = await withServer(app, (address) =>
    measureRounds(at, address, values.question, rounds),
  )
  const length = (measured[0]?.app.tokens ?? 0) + 1
  console.log(`\nSpeed: a reply of ${length} tokens, temperature 0, median of ${rounds} rounds`)
  const rate = ({ tokens: count, ms }: Round['app']): number => (1000 * count) / ms
  const ratios = measured.map((round) => rate(round.app) / rate(round.bare))
  const shares = measured.map(({ app: ours, bare }) => bare.browserMs / ours.browserMs)
  printFigure('through the app', median(measured.map((round) => rate(round.app))), 'tokens/s')
  printFigure('bare engine', median(measured.map((round) => rate(round.bare))), 'tokens/s')
  printFigure('app / bare engine, same round', median(ratios), '', { direction: '≥', at: 0.97 })
  printFigure('processor time, bare engine / app', median(shares), '')
  console.log(`each round: ${ratios.map((ratio) => ratio.toFixed(3)).join(', ')}`)
}

async function benchStream(
  at: Browser,
  address: string,
  script: ScriptName,
  view: View,
): Promise<void> {
  const marks = [1000, 8000, 16_000].filter((mark) => mark <= tokens)
  const { tokenCosts, longestTasks, idle, ...streaming } = await measureStream(at, address, {
    script,
    view,
    tokens,
    perSecond,
    marks,
  })
  console.log(`\nA scripted ${script} of ${tokens} tokens at ${perSecond} tokens/s, ${view}`)
  for (const cost of tokenCosts)
    printFigure(`main thread at ${cost.tokens} tokens`, cost.ms, 'ms/token', {
      direction: '<',
      at: 0.5,
    })
  for (const cost of tokenCosts)
    printFigure(`whole browser at ${cost.tokens} tokens`, cost.browserMs, 'ms/token')
  for (const [what, ms] of longestTasks)
    printFigure(`longest task, ${what}, processor`, ms, 'ms', { direction: '≤', at: 50 })
  // A browser reports no task under 50 ms: none stands for 0.
  const longest = Math.max(0, ...streaming.longTasks)
  printFigure('longest task, time that passed', longest, 'ms', { direction: '≤', at: 50 })
  printFigure('tasks over 50 ms', streaming.longTasks.length, '', { direction: '≤', at: 0 })
  printFigure(`frames dropped, ${streaming.frames} drawn`, streaming.droppedFrames, '')
  printFigure('idle: longest task over 50 ms', Math.max(0, ...idle.longTasks), 'ms')
  printFigure(`idle: frames dropped, ${idle.frames} drawn`, idle.droppedFrames, '')
}
