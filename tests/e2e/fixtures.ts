import { test as base, expect, type BrowserContext } from '@playwright/test'

export { expect } from '@playwright/test'

interface Guard {
  /** What the page did that no page of ours may do: errors, policy violations, requests to others. */
  faults: string[]
}

/** Every test is also a test that the page stays quiet, within its policy, and speaks to its own origin alone. */
export const test = base.extend<Guard>({
  faults: [
    async ({ context, baseURL }, use) => {
      const faults: string[] = []
      await guard(context, new URL(baseURL ?? '').origin, faults)
      await use(faults)
      expect(faults).toEqual([])
    },
    { auto: true },
  ],
})

/** Notes what pages and workers of a browser's window do that none of ours may; each test has one such window. */
export async function guard(
  context: BrowserContext,
  ownOrigin: string,
  faults: string[],
): Promise<void> {
  context.on('weberror', (error) => faults.push(`error: ${error.error().message}`))
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`)
  })
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.origin !== ownOrigin)
      faults.push(`request to another origin: ${url.href}`)
  })
  await context.exposeBinding('notePolicyViolation', (_source, what: string) => {
    faults.push(`policy: ${what}`)
  })
  await context.addInitScript(reportPolicyViolations)
  // A worker's violations reach neither its page nor the console by themselves. One that is gone has none.
  context.on('page', (page) =>
    page.on('worker', (worker) => {
      worker.evaluate(reportWorkerViolations).catch(() => undefined)
    }),
  )
}

/** In every page, before its own scripts. */
function reportPolicyViolations(): void {
  document.addEventListener(
    'securitypolicyviolation',
    ({ effectiveDirective, blockedURI, sample }) => {
      const { notePolicyViolation } = globalThis as unknown as {
        notePolicyViolation: (what: string) => void
      }
      notePolicyViolation([effectiveDirective, blockedURI, sample].join(' '))
    },
  )
}

/** In a worker, whose console is the only way out that is open. */
function reportWorkerViolations(): void {
  globalThis.addEventListener('securitypolicyviolation', (event) => {
    const { effectiveDirective, blockedURI } = event
    // oxlint-disable-next-line no-console
    console.error(`policy of a worker: ${effectiveDirective} ${blockedURI}`)
  })
}
