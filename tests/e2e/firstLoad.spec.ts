import { metaContentSecurityPolicy, securityHeaders } from '../../src/app/securityHeaders.ts'
import { findNoFault } from './examine.ts'
import { expect, test } from './fixtures.ts'

test('the built app opens under its own security headers', async ({ page }) => {
  const response = await page.goto('./')
  expect(response?.headers()).toMatchObject(lowerCaseKeys(securityHeaders))
  await expect(page.getByRole('heading', { name: 'Ponder' })).toBeVisible()
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
})

test('the page carries its policy even where a host sends no headers', async ({ page }) => {
  await page.goto('./')
  const meta = page.locator('meta[http-equiv="Content-Security-Policy"]')
  await expect(meta).toHaveAttribute('content', metaContentSecurityPolicy)
})

test('text cannot become markup, nor a script of another origin a worker', async ({
  page,
  faults,
}) => {
  await page.goto('./')
  await expect(
    page.evaluate(() => {
      document.createElement('div').innerHTML = '<b>bold</b>'
    }),
  ).rejects.toThrow('TrustedHTML')
  await expect(
    page.evaluate(() => new Worker('https://example.com/worker.js').onerror),
  ).rejects.toThrow('A script from another origin was refused')
  const isReported = (fault: string) => /^(console|policy): /.test(fault)
  expect(faults.splice(0).filter((fault) => !isReported(fault))).toEqual([])
})

test('a file that is not there is a 404, not the page', async ({ request }) => {
  const response = await request.get('./models/none/tokenizer.json')
  expect(response.status()).toBe(404)
})

test('WebGPU computes here, in software', async ({ page }) => {
  await page.goto('./')
  const maxBufferSize = await page.evaluate(async () => {
    const adapter = await navigator.gpu.requestAdapter()
    return adapter?.limits.maxBufferSize
  })
  expect(maxBufferSize).toBeGreaterThanOrEqual(2 ** 30)
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`the first screen has no accessibility violation, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await page.goto('./')
    await expect(page.getByRole('main')).toBeVisible()
    await findNoFault(page, 'first screen')
  })

function lowerCaseKeys(record: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]),
  )
}
