import { test as base, expect } from '@playwright/test'

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
      const ownOrigin = new URL(baseURL ?? '').origin
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
      await use(faults)
      expect(faults).toEqual([])
    },
    { auto: true },
  ],
})

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
