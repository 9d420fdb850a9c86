import { expect, test } from '@playwright/test'

import { withHarness } from '../hostile/serveHarness.ts'

test('no hostile reply runs, asks for or breaks anything, however it is cut', async ({ page }) => {
  test.setTimeout(900_000)
  const requests: string[] = []
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('dialog', (dialog) => errors.push(`dialog: ${dialog.message()}`))
  page.on('popup', (popup) => errors.push(`window: ${popup.url()}`))
  await withHarness(async (address) => {
    page.on('request', (request) => {
      // Its own parts, loaded when they are first needed.
      if (!/^assets\/[\w.-]+\.(?:js|css|woff2)$/.test(request.url().replace(address, '')))
        requests.push(request.url())
    })
    await page.goto(address)
    await page.locator('html[data-hostile]').waitFor({ state: 'attached' })
    const { faults, scripts, violations, count } = await page.evaluate(async () => {
      const found: string[] = []
      for (let index = 0; index < hostile.names.length; index += 1) {
        const streamed = await hostile.stream(index, 1)
        found.push(...streamed.faults.map((fault) => `${streamed.name}: ${fault}`))
      }
      return {
        faults: found,
        scripts: hostile.scripts(),
        violations: hostile.violations(),
        count: hostile.names.length,
      }
    })
    expect(count).toBeGreaterThanOrEqual(500)
    expect(faults).toEqual([])
    expect(scripts).toBe(0)
    expect(violations).toEqual([])
    expect(requests).toEqual([address])
    expect(page.url()).toBe(address)

    // That a violation would have been seen, and that the policy is there, is seen by provoking some.
    const provoked = await page.evaluate(async () => {
      const script = document.createElement('script')
      try {
        script.text = 'globalThis.hostileRan()'
      } catch {
        // Trusted Types.
      }
      document.body.append(script)
      const picture = document.createElement('img')
      picture.src = 'https://evil.example/stolen'
      document.body.append(picture)
      await new Promise((resolve) => setTimeout(resolve, 500))
      return { scripts: hostile.scripts(), violations: hostile.violations() }
    })
    expect(provoked.scripts).toBe(0)
    expect(provoked.violations.join(' ')).toMatch(/trusted-types/)
    expect(provoked.violations.join(' ')).toMatch(/img-src/)
  })
  expect(errors).toEqual([])
})
