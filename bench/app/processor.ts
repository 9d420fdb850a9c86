import type { CDPSession } from '@playwright/test'

/** Processor time that all processes of the browser have taken, in milliseconds; other programs do not lengthen it. */
export async function browserMs(browser: CDPSession): Promise<number> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo')
  return 1000 * processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0)
}
