import { parseArgs } from 'node:util'

import { chromium } from '@playwright/test'

import { chromiumFlags, findChromium } from '../../tests/chromium.ts'
import { withHarness } from '../../tests/hostile/serveHarness.ts'
import { printFigure } from '../figure.ts'
import { printMachine } from '../machine.ts'
import { measureHostile, type HostileTask } from './measureHostile.ts'

/** `--only=fractions`: the replies with this in their name. */
const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })

/** How many of the slowest are named. */
const slowest = 10
/** Milliseconds: what a person takes for a freeze. */
const freezeMs = 200
const goal = { direction: '≤', at: freezeMs } as const

const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags })
try {
  printMachine(browser)
  printTasks(await withHarness((address) => measureHostile(browser, address, values.only)))
} finally {
  await browser.close()
}

function printTasks(tasks: readonly HostileTask[]): void {
  const longest = (kind: 'processorMs' | 'passedMs'): number =>
    tasks.reduce((most, task) => Math.max(most, task[kind]), 0)
  console.log(
    `\nHostile replies: ${tasks.length}, each cut at random places into thought and answer`,
  )
  printFigure('longest task, processor', longest('processorMs'), 'ms', goal)
  printFigure('longest task, time that passed', longest('passedMs'), 'ms', goal)

  console.log(`\nThe slowest ${slowest}:${' '.repeat(28)}processor        passed`)
  const sorted = tasks.toSorted((one, other) => other.processorMs - one.processorMs)
  for (const { name, processorMs, passedMs } of sorted.slice(0, slowest))
    console.log(`  ${name.padEnd(38)} ${inMs(processorMs)}   ${inMs(passedMs)}`)

  const frozen = sorted.filter(({ processorMs }) => processorMs > freezeMs)
  console.log(
    frozen.length === 0
      ? `\nThe goal holds: no reply freezes the page for more than ${freezeMs} ms of processor time.`
      : `\nThe goal does NOT hold: ${frozen.length} freeze it for longer: ${frozen.map(({ name }) => name).join('; ')}.`,
  )
}

function inMs(value: number): string {
  return `${value.toFixed(1).padStart(8)} ms`
}
