import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { chromium } from '@playwright/test'

import { buildIfStale } from '../.ci/build.mjs'
import { serveFolder } from './buildWithWorker.ts'
import { chromiumFlags, findChromium } from './chromium.ts'
import {
  ask,
  keptForOffline,
  makeGreedy,
  openPonder,
  replyEnded,
  unfoldThought,
} from './e2e/ponder.ts'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
const folder = path('../public/screenshots')
const questions = ['Which is larger, 9.11 or 9.9?', 'How many r are in strawberry?']

if ((await buildIfStale()) !== 0) throw new Error('The app could not be built.')
mkdirSync(folder, { recursive: true })
const server = await serveFolder(path('../dist'))
const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags })
try {
  const page = await browser.newPage({
    baseURL: server.address,
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  await openPonder(page)
  for (const question of questions) {
    // In a chat of its own, greedily: the same picture each time but for its figures.
    await page.getByRole('button', { name: 'New chat' }).click()
    await makeGreedy(page)
    await ask(page, question)
    await unfoldThought(await replyEnded(page))
  }
  await keptForOffline(page)
  await page.mouse.move(640, 600)
  await page.screenshot({ path: `${folder}/wide.png` })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.mouse.move(200, 700)
  await page.screenshot({ path: `${folder}/narrow.png` })
} finally {
  await browser.close()
  await server.close()
}
