import { mkdirSync } from 'node:fs'

import { chromium, expect } from '@playwright/test'
import { preview, runnerImport } from 'vite'

import { buildIfStale } from './build.mjs'
import { root } from './command.mjs'

/**
 * The pictures of the install dialog and the README: the built app with the embedded model, as people see
 * it. Run once after its looks have changed.
 */
const folder = `${root}public/screenshots`
const questions = ['Which is larger, 9.11 or 9.9?', 'How many r are in strawberry?']

if ((await buildIfStale()) !== 0) process.exit(1)
mkdirSync(folder, { recursive: true })
const { module: setting } =
  /** @type {{ module: { findChromium: () => string, chromiumFlags: string[] } }} */ (
    await runnerImport(`${root}tests/chromium.ts`)
  )
const server = await preview({ root, logLevel: 'warn', preview: { port: 0 } })
const address = server.httpServer.address()
if (address === null || typeof address === 'string') throw new Error('The server has no port.')
const browser = await chromium.launch({
  executablePath: setting.findChromium(),
  args: setting.chromiumFlags,
})
try {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  await page.goto(`http://localhost:${address.port}/`)
  for (const question of questions) await ask(page, question)
  await expect(page.locator('[data-part="offline"]')).toContainText('Works offline now', {
    timeout: 90_000,
  })
  await page.mouse.move(640, 600)
  await page.screenshot({ path: `${folder}/wide.png` })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.mouse.move(200, 700)
  await page.screenshot({ path: `${folder}/narrow.png` })
} finally {
  await browser.close()
  await server.close()
}

/**
 * Asks in a chat of its own, greedily: the same picture each time but for its figures.
 * @param {import('@playwright/test').Page} page
 * @param {string} question
 */
async function ask(page, question) {
  await page.getByRole('button', { name: 'New chat' }).click()
  await page.getByRole('button', { name: 'Chat options' }).click()
  await page.getByRole('textbox', { name: 'Temperature' }).fill('0')
  await page.keyboard.press('Escape')
  await page.getByRole('textbox', { name: 'Message' }).fill(question)
  await page.keyboard.press('Enter')
  const answer = page.getByRole('article', { name: 'Answer' })
  await expect(answer.locator('[data-part="stats"]')).toBeVisible({ timeout: 90_000 })
  const thought = answer.locator('[data-part="thought"]')
  if ((await thought.getAttribute('open')) === null) await thought.locator('summary').click()
}
