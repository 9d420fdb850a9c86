import { chromiumFlagsWithoutAdapter, findChromium } from '../chromium.ts'
import { expect, test } from './fixtures.ts'

test.use({
  launchOptions: { executablePath: findChromium(), args: chromiumFlagsWithoutAdapter },
})

test('the app opens on a device that has no adapter for WebGPU', async ({ page }) => {
  await page.goto('./')
  await expect(page.getByRole('heading', { name: 'Ponder' })).toBeVisible()
  expect(await page.evaluate(() => navigator.gpu.requestAdapter())).toBeNull()
})
