import { packJson } from '../../src/lib/packedJson.ts'
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

test('a shared turn plays again on a device that can run no model, and says how fast', async ({
  page,
}) => {
  const turn = {
    question: 'What is 2 + 2?',
    thought: 'Two and two\nmake 4.',
    answer: 'It is **4**.',
  }
  const packed = await packJson({ title: turn.question, turns: [turn] })
  await page.goto(`./#t=${packed}`)
  const reply = page.getByRole('article', { name: 'Answer' })
  await reply.getByRole('button', { name: 'Replay' }).click()
  await expect(reply.locator('[data-part="replay"]')).toContainText(
    'No times were kept of this reply: it plays evenly, at 80 characters a second.',
  )
  await reply.getByRole('slider', { name: 'Position' }).press('End')
  await expect(reply.locator('[data-part="thought"]')).toContainText('make 4.')
  await expect(reply.locator('[data-part="answer"] strong')).toHaveText('4')
  await reply.getByRole('button', { name: 'Close replay' }).click()
  await expect(reply.getByRole('button', { name: 'Replay' })).toBeFocused()
})
