import { rmSync } from 'node:fs'

import type { Page } from '@playwright/test'

import { readRelease } from '../../.ci/release.mjs'
import { examine } from './examine.ts'
import { builtApp, test } from './appServer.ts'
import { expect } from './fixtures.ts'
import { makeNextRelease } from './nextRelease.ts'
import {
  answers,
  ask,
  engineReady,
  keptForOffline,
  openPonder,
  openThought,
  part,
  questions,
  replyEnded,
} from './ponder.ts'

test.use({ actionTimeout: 60_000 })

let next = ''
test.beforeAll(() => {
  next = makeNextRelease()
})
test.afterAll(() => rmSync(next, { recursive: true, force: true }))

test('an update that comes in mid-reply waits, asks afterwards, and takes nothing away', async ({
  page,
  server,
}) => {
  test.setTimeout(240_000)
  await openPonder(page)
  await keptForOffline(page)
  await putForeignCaches(page)
  await ask(page, 'What is 347 × 28?')
  await expect(part(answers(page).last(), 'thought')).toBeVisible({ timeout: 60_000 })

  server.folder = next
  server.requests.length = 0
  await lookForUpdate(page)
  await untilWaiting(page)
  // Installed, and still nobody is asked: the reply is being written, by the version that began it.
  await expect(answers(page).last()).not.toContainText('Interrupted')
  const asked = page.getByText('A new version of Ponder is ready')
  if (await page.getByRole('button', { name: 'Stop' }).isVisible())
    await expect(asked).toHaveCount(0)
  const reply = await replyEnded(page)
  const thought = await openThought(reply)
  await expect(asked).toBeVisible()
  await examineNotice(page, 'waiting')

  // What did not change was taken from the version before.
  const others = server.requests.filter((path) => !path.endsWith('.js'))
  expect(new Set(others)).toEqual(new Set(['index.html']))

  await page.getByRole('textbox', { name: 'Message' }).fill('typed and not sent')
  await page.getByRole('button', { name: 'Later' }).click()
  await expect(asked).toHaveCount(0)
  await page.reload()
  await expect(page.locator('html')).not.toHaveAttribute('data-release', 'next')
  await expect(asked).toBeVisible()
  await page.getByRole('button', { name: 'Reload' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-release', 'next')
  await expect(questions(page)).toContainText('What is 347 × 28?')
  expect(await openThought(answers(page).last())).toBe(thought)
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('typed and not sent')
  await keptForOffline(page)
  await engineReady(page)
  await expect.poll(() => releaseCaches(page)).toEqual([releaseCache(next)])
  expect(await page.evaluate(readForeignCaches)).toEqual(['weights', 'weights'])
})

test('an update that is cut off leaves the app as it was, and goes on where it broke', async ({
  page,
  context,
  server,
}) => {
  test.setTimeout(240_000)
  await openPonder(page)
  await keptForOffline(page)
  server.folder = next
  server.breaksOff = (path) => path.includes('engine.worker')
  await lookForUpdate(page)
  await expect
    .poll(() => page.evaluate(async () => (await navigator.serviceWorker.ready).installing))
    .toBeNull()
  expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull()

  await context.setOffline(true)
  await page.reload()
  await engineReady(page)
  await ask(page, 'What is 2 + 3?')
  await expect(part(await replyEnded(page), 'answer')).toContainText('5')
  await expect(page.locator('html')).not.toHaveAttribute('data-release', 'next')
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Check every file' }).click()
  await expect(page.getByText('Checked: every file is here and as it should be.')).toBeVisible()
  await page.keyboard.press('Escape')

  await context.setOffline(false)
  server.breaksOff = () => false
  server.requests.length = 0
  await lookForUpdate(page)
  await expect(page.getByText('A new version of Ponder is ready')).toBeVisible({ timeout: 60_000 })
  expect(server.requests.filter((path) => path.includes('models/'))).toEqual([])
  await page.getByRole('button', { name: 'Reload' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-release', 'next')
  await expect(questions(page)).toContainText('What is 2 + 3?')
})

test('two tabs on two versions: each works whole, with its own files', async ({
  page,
  context,
  server,
}) => {
  test.setTimeout(300_000)
  await openPonder(page)
  await keptForOffline(page)
  const other = await context.newPage()
  await openPonder(other)
  await engineReady(other)
  server.folder = next
  await lookForUpdate(page)
  await expect(page.getByText('A new version of Ponder is ready')).toBeVisible({ timeout: 60_000 })

  await ask(other, 'What is 347 × 28?')
  await expect(part(answers(other).last(), 'thought')).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Reload' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-release', 'next')
  // The reply in the other tab goes on, and only then is its person asked.
  const reply = await replyEnded(other)
  await expect(part(reply, 'answer')).toContainText('9716')
  await expect(other.getByText('Another tab runs a newer version')).toBeVisible()
  await examineNotice(other, 'superseded')

  // The host has the older files no more, nor a network: what the older tab loads late is still here.
  await server.stop()
  await context.setOffline(true)
  expect(await other.evaluate(loadLateParts, lateParts(builtApp))).toEqual([])
  expect(await page.evaluate(loadLateParts, lateParts(next))).toEqual([])
  await ask(other, 'What is 2 + 3?')
  await expect(part(await replyEnded(other), 'answer')).toContainText('5')
  await engineReady(page)
  await ask(page, 'What is 4 + 5?')
  await expect(part(await replyEnded(page), 'answer')).toContainText('9')

  await other.getByRole('button', { name: 'Reload' }).click()
  await expect(other.locator('html')).toHaveAttribute('data-release', 'next')
  await expect(other.getByRole('link', { name: 'What is 347 × 28?' })).toBeVisible()
  // Nobody runs the older version any more: the next tab to open has its files taken away.
  await page.reload()
  await keptWithoutNetwork(page)
  await expect.poll(() => releaseCaches(page)).toEqual([releaseCache(next)])
})

/** The notice on a desktop and on a phone, in both schemes: looked at by axe, and to be looked at. */
async function examineNotice(page: Page, name: string): Promise<void> {
  for (const [width, height] of [
    [390, 844],
    [1440, 900],
  ] as const) {
    await page.setViewportSize({ width, height })
    await examine(page, `update ${name}`)
  }
}

/** As the browser does by itself, and the app once an hour. */
const lookForUpdate = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    await registration.update()
    return registration.installing?.state
  })

const untilWaiting = (page: Page): Promise<void> =>
  expect
    .poll(
      () => page.evaluate(async () => (await navigator.serviceWorker.ready).waiting?.state ?? null),
      { timeout: 60_000 },
    )
    .toBe('installed')

const keptWithoutNetwork = (page: Page): Promise<void> =>
  expect(page.locator('[data-part="offline"]')).toHaveText(
    'No network. What works: the app, your chats and ponder-nano.',
    { timeout: 60_000 },
  )

const releaseCaches = (page: Page): Promise<string[]> =>
  page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('ponder/app')))

const releaseCache = (folder: string): string => `ponder/app/ponder/@${readRelease(folder).version}`

/** Caches that are not the app's own release: what keeps models, and something that nobody here knows. */
const putForeignCaches = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (const name of ['webllm/model', 'other']) {
      const cache = await caches.open(name)
      await cache.put('https://models.example.org/shard.bin', new Response('weights'))
    }
  })

async function readForeignCaches(): Promise<(string | undefined)[]> {
  const read = async (name: string): Promise<string | undefined> => {
    const cache = await caches.open(name)
    return (await cache.match('https://models.example.org/shard.bin'))?.text()
  }
  return [await read('webllm/model'), await read('other')]
}

/** Every script of a release, the engine's worker too. */
const lateParts = (folder: string): string[] =>
  readRelease(folder)
    .files.map(({ path }) => path)
    .filter((path) => path.endsWith('.js'))

/** Paths that cannot be had. */
async function loadLateParts(paths: readonly string[]): Promise<string[]> {
  const lacking: string[] = []
  for (const path of paths) {
    const response = await fetch(path).catch(() => undefined)
    if (response?.ok !== true) lacking.push(path)
  }
  return lacking
}
