import { chromium } from '@playwright/test'

import { chromiumFlags, findChromium } from '../../tests/chromium.ts'
import { readModelFolder } from '../../tests/webgpu/modelFolder.ts'
import { serveWebLlm } from '../../tests/webgpu/serveWebLlm.ts'
import { median, printFigure } from '../figure.ts'
import { printMachine } from '../machine.ts'
import { measureVisit, prefillTokens, type Measurement } from './measure.ts'
import { measureSizes, type Size } from './sizes.ts'

const visits = 3
const megabyte = 1_000_000

const nano = readModelFolder()
const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags })
const server = await serveWebLlm({ nano: nano.folder })
try {
  printMachine(browser)
  console.log(`Model:     nano ${nano.revision}, median of ${visits} visits with an empty cache\n`)
  printSizes(measureSizes(nano.files))
  const measurements: Measurement[] = []
  while (measurements.length < visits)
    measurements.push(
      await measureVisit(browser, server.origin, nano.addressAt(`${server.origin}/nano`)),
    )
  printSpeeds(measurements)
} finally {
  await browser.close()
  await server.close()
}

function printSizes(sizes: readonly Size[]): void {
  for (const { name, raw, gzipped } of sizes)
    console.log(`${name.padEnd(24)} ${inMegabytes(raw)} MB raw ${inMegabytes(gzipped)} MB gzipped`)
  const sum = (pick: (size: Size) => number): number =>
    sizes.reduce((total, size) => total + pick(size), 0) / megabyte
  printFigure('all files, raw', sum(({ raw }) => raw), 'MB', { direction: '≤', at: 9 })
  printFigure('all files, gzipped', sum(({ gzipped }) => gzipped), 'MB', { direction: '≤', at: 4 })
}

function printSpeeds(measurements: readonly Measurement[]): void {
  const wrong = measurements.find((measurement) => measurement.prefillTokens !== prefillTokens)
  if (wrong) throw new Error(`The prompt had ${wrong.prefillTokens} tokens.`)
  const medianOf = (pick: (measurement: Measurement) => number): number =>
    median(measurements.map(pick))
  printFigure('page load to ready', medianOf(({ loadSeconds }) => loadSeconds), 's', { direction: '≤', at: 10 })
  printFigure('decode', medianOf(({ decodeRate }) => decodeRate), 'tokens/s', { direction: '≥', at: 25 })
  const prefill = medianOf(({ prefillSeconds }) => prefillSeconds)
  printFigure(`prefill of ${prefillTokens} tokens`, prefill, 's', { direction: '≤', at: 3 })
}

function inMegabytes(bytes: number): string {
  return (bytes / megabyte).toFixed(3).padStart(7)
}
