import { parseArgs } from 'node:util'

import { chromium } from '@playwright/test'

import { chromiumFlags, findChromium } from '../../tests/chromium.ts'
import { withHarness } from '../../tests/hostile/serveHarness.ts'
import { printFigure } from '../figure.ts'
import { printMachine } from '../machine.ts'

/** `--only=fractions`: the replies with this in their name. */
const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })

/** How many of the slowest are named. */
const slowest = 8

const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags })
try {
  printMachine(browser)
  await withHarness(async (address) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(address)
    await page.locator('html[data-hostile]').waitFor({ state: 'attached' })
    const streamed = await page.evaluate(async (only) => {
      const chosen = hostile.names.flatMap((name, index) => (name.includes(only) ? [index] : []))
      // Some once before, so that the code is compiled and what comes late is there.
      for (let index = 0; index < hostile.names.length; index += 20) await hostile.stream(index, 1)
      const all: { name: string; longestMs: number }[] = []
      for (const index of chosen) {
        const first = await hostile.stream(index, 1)
        let longestMs = first.longestMs
        // A pause of the machine is not the text's: what is slow is slow three times.
        for (let again = 0; again < 2 && longestMs > 100; again += 1)
          longestMs = Math.min(longestMs, (await hostile.stream(index, 1)).longestMs)
        all.push({ name: first.name, longestMs })
      }
      return all
    }, values.only)
    const sorted = streamed.toSorted((one, other) => other.longestMs - one.longestMs)
    console.log(
      `\nHostile replies: ${streamed.length}, each cut at random places into thought and answer`,
    )
    printFigure('longest task, least of three', sorted[0]?.longestMs ?? Number.NaN, 'ms', {
      direction: '≤',
      at: 200,
    })
    for (const { name, longestMs } of sorted.slice(0, slowest))
      printFigure(`  ${name}`.slice(0, 36), longestMs, 'ms')
  })
} finally {
  await browser.close()
}
