import type { Browser } from '@playwright/test'

import { watchTasks, type LongestTask } from '../tasks.ts'

/** What one reply costs at its worst. */
export interface HostileTask extends LongestTask {
  readonly name: string
}

/** A reply that costs more than this is streamed again: a pause of the machine is not the text's. */
const suspiciousMs = 80
/** What is slow is slow each time. */
const timesAgain = 2

/** Streams each reply of which the name holds `only`, and watches the longest task that it makes. */
export async function measureHostile(
  browser: Browser,
  address: string,
  only: string,
): Promise<readonly HostileTask[]> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  const session = await browser.newBrowserCDPSession()
  await page.goto(address)
  await page.locator('html[data-hostile]').waitFor({ state: 'attached' })
  const names = await page.evaluate(() => hostile.names)
  // Some once before, so that the code is compiled and what comes late is there.
  await page.evaluate(async () => {
    for (let index = 0; index < hostile.names.length; index += 20) await hostile.stream(index, 1)
  })

  const measure = async (index: number): Promise<LongestTask> => {
    const endWatch = await watchTasks(session)
    await page.evaluate((at) => hostile.stream(at, 1), index)
    return endWatch()
  }
  const tasks: HostileTask[] = []
  for (const [index, name] of names.entries()) {
    if (!name.includes(only)) continue
    let least = await measure(index)
    for (let again = 0; again < timesAgain && least.passedMs > suspiciousMs; again += 1) {
      const next = await measure(index)
      least = {
        processorMs: Math.min(least.processorMs, next.processorMs),
        passedMs: Math.min(least.passedMs, next.passedMs),
      }
    }
    tasks.push({ name, ...least })
  }
  return tasks
}
