import { expect, test } from './fixtures.ts'
import { test as testWithHost } from './modelHost.ts'
import { engineReady, openPonder } from './ponder.ts'

// What every other test relies on: that a page which spoke to somebody else would be found out.
const elsewhere = 'https://elsewhere.example/'

test('a request to another origin is noticed, and so is one that the policy stops', async ({
  page,
  context,
  faults,
}) => {
  await context.route(`${elsewhere}**`, (route) => route.fulfill({ body: 'hello' }))
  await openPonder(page)
  await engineReady(page)
  expect(faults).toEqual([])
  await page.evaluate((url) => fetch(url).catch(() => undefined), elsewhere)
  await expect
    .poll(() => faults.some((fault) => fault.startsWith(`policy: connect-src ${elsewhere}`)))
    .toBe(true)
  faults.splice(0)
  await page.goto(elsewhere)
  expect(faults).toContain(`request to another origin: ${elsewhere}`)
  faults.splice(0)
})

testWithHost(
  'a host that may be asked, and that nobody has named, is noticed',
  async ({ page, host, unbidden }) => {
    await openPonder(page)
    await engineReady(page)
    expect(unbidden).toEqual([])
    await page.evaluate((url) => fetch(url).then(({ status }) => status), `${host.origin}/x`)
    expect(unbidden).toEqual([`${host.origin}/x`])
    unbidden.splice(0)
  },
)
