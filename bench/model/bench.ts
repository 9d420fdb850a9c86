import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'

import { chromium } from '@playwright/test'

import { chromiumFlags, findChromium } from '../../tests/chromium.ts'
import { readModelFolder } from '../../tests/webgpu/modelFolder.ts'
import { serveWebLlm } from '../../tests/webgpu/serveWebLlm.ts'
import { measureVisit, prefillTokens, type Measurement } from './measure.ts'
import { measureSizes, type Size } from './sizes.ts'

const visits = 3
const megabyte = 1_000_000

const nano = readModelFolder()
const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags })
const server = await serveWebLlm({ nano: nano.folder })
try {
  const [cpu] = cpus()
  console.log(`Processor: ${cpu?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores`)
  console.log(`Memory:    ${(totalmem() / 2 ** 30).toFixed(1)} GiB`)
  console.log(`Load:      ${loadavg()[0]?.toFixed(2) ?? 'unknown'} before the benchmark`)
  console.log(`Browser:   Chromium ${browser.version()}, WebGPU by SwiftShader (no GPU)`)
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
  printFigure('all files, raw', sum(({ raw }) => raw), 'MB', '≤', 9)
  printFigure('all files, gzipped', sum(({ gzipped }) => gzipped), 'MB', '≤', 4)
}

function printSpeeds(measurements: readonly Measurement[]): void {
  const wrong = measurements.find((measurement) => measurement.prefillTokens !== prefillTokens)
  if (wrong) throw new Error(`The prompt had ${wrong.prefillTokens} tokens.`)
  const medianOf = (pick: (measurement: Measurement) => number): number =>
    measurements.map(pick).toSorted((a, b) => a - b)[Math.floor(visits / 2)] ?? Number.NaN
  printFigure('page load to ready', medianOf(({ loadSeconds }) => loadSeconds), 's', '≤', 10)
  printFigure('decode', medianOf(({ decodeRate }) => decodeRate), 'tokens/s', '≥', 25)
  const prefill = medianOf(({ prefillSeconds }) => prefillSeconds)
  printFigure(`prefill of ${prefillTokens} tokens`, prefill, 's', '≤', 3)
}

function printFigure(
  name: string,
  value: number,
  unit: string,
  direction: '≤' | '≥',
  goal: number,
): void {
  const isMet = direction === '≤' ? value <= goal : value >= goal
  const figure = `${value.toFixed(2).padStart(8)} ${unit}`.padEnd(18)
  console.log(`${name.padEnd(24)} ${figure} goal ${direction} ${goal} ${unit}: ${isMet ? 'met' : 'MISSED'}`)
}

function inMegabytes(bytes: number): string {
  return (bytes / megabyte).toFixed(3).padStart(7)
}
