import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'

import type { Browser } from '@playwright/test'

/** What the figures were measured on, without which they say nothing. */
export function printMachine(browser: Browser): void {
  const [cpu] = cpus()
  console.log(`Processor: ${cpu?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores`)
  console.log(`Memory:    ${(totalmem() / 2 ** 30).toFixed(1)} GiB`)
  console.log(`Load:      ${loadavg()[0]?.toFixed(2) ?? 'unknown'} before the benchmark`)
  console.log(`Browser:   Chromium ${browser.version()}, WebGPU by SwiftShader (no GPU)`)
}
