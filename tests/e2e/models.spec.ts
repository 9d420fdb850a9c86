import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import type { Page } from '@playwright/test'

import { listFiles, makeLargeModel, readSmallModel } from './hostedModel.ts'
import {
  addByAddress,
  bytesSent,
  card,
  expect,
  openModels,
  press,
  serve,
  test,
} from './modelHost.ts'
import { ask, engineReady, openPonder, part, replyEnded } from './ponder.ts'

const small = readSmallModel()
const smallList = listFiles(small)

const isWhole = (page: Page, name: string): Promise<void> =>
  expect(card(page, name).getByRole('button', { name: 'Verify' })).toBeVisible({ timeout: 120_000 })

const isLoaded = (page: Page, name: string): Promise<void> =>
  expect(card(page, name).getByRole('button', { name: 'Unload' })).toBeVisible({ timeout: 120_000 })

/** A person's folder: the browser's own private one, as no test can press the system's dialog. */
const folderPicker = `globalThis.showDirectoryPicker = async () =>
  (await navigator.storage.getDirectory()).getDirectoryHandle('chosen', { create: true })`

test('a model of 67 MB in 15 files comes over a line that breaks 20 times, answers, outlives its host, and moves by a folder', async ({
  page,
  host,
}) => {
  test.setTimeout(600_000)
  const large = makeLargeModel(12, 5 * 2 ** 20)
  const { names, bytes } = listFiles(large)
  expect([names.length >= 12, bytes > 60e6]).toEqual([true, true])
  serve(host, large)
  // No faster than a busy machine takes it: what a line breaks on its way in is lost, by nobody's fault here.
  host.control({ randomCuts: 20, bytesPerSecond: 1_500_000, lingerMs: 1_500 })
  await page.addInitScript(folderPicker)
  await openPonder(page)
  await openModels(page)

  await test.step('comes, with no byte twice', async () => {
    await addByAddress(page, `${host.origin}/large/`)
    await isWhole(page, 'large')
    expect(bytesSent(host, names)).toBeLessThanOrEqual(bytes * 1.02)
    host.control({ bytesPerSecond: 0 })
  })

  await test.step('is verified', async () => {
    await press(page, 'large', 'Verify')
    await expect(card(page, 'large')).toContainText(
      `Verified: all ${names.length} files are what they must be.`,
    )
  })

  await test.step('loads and answers', async () => {
    await press(page, 'large', 'Load')
    await isLoaded(page, 'large')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: 'Model: large' })).toBeVisible()
    await answersRightly(page)
  })

  await test.step('loads again with its host gone, and nobody is asked', async () => {
    host.control({ isDown: true })
    host.asked.splice(0)
    await page.reload()
    // Tens of megabytes go to a graphics card that this machine computes.
    await expect(page.locator('html')).toHaveAttribute('data-engine', 'ready', { timeout: 180_000 })
    await page.getByRole('button', { name: 'New chat' }).click()
    await expect(page.getByRole('button', { name: 'Model: large' })).toBeVisible()
    await answersRightly(page)
    expect(host.asked).toEqual([])
  })

  await test.step('is exported, deleted to the byte, and imported from the folder', async () => {
    await openModels(page)
    await press(page, 'large', 'Export')
    await expect(card(page, 'large')).toContainText('The folder can be imported', {
      timeout: 60_000,
    })
    await press(page, 'large', 'Delete')
    const confirm = card(page, 'large').getByRole('group', { name: 'Confirm' })
    await expect(confirm).toContainText(`${bytes.toLocaleString('en')} bytes`)
    await confirm.getByRole('button', { name: 'Delete now' }).click()
    await expect(card(page, 'large')).toHaveCount(0)
    expect(await cachedBytesOf(page, '/large/')).toBe(0)

    await page.getByRole('button', { name: 'Choose a folder' }).click()
    const plan = page.getByRole('group', { name: 'What would be added' })
    await expect(plan).toContainText('the list of hashes in the folder')
    await plan.getByRole('button', { name: 'Import it' }).click()
    await isWhole(page, 'large')
    expect(await cachedBytesOf(page, '/large/')).toBe(bytes)
    await press(page, 'large', 'Load')
    await isLoaded(page, 'large')
    await page.keyboard.press('Escape')
    await answersRightly(page)
  })
})

async function answersRightly(page: Page): Promise<void> {
  await ask(page, 'What is 2 + 3?')
  await expect(part(await replyEnded(page), 'answer')).toContainText('5')
}

/** Bytes in the browser's caches under addresses with this in them. */
const cachedBytesOf = (page: Page, word: string): Promise<number> =>
  page.evaluate(async (mark) => {
    let bytes = 0
    for (const name of ['webllm/model', 'webllm/config', 'webllm/wasm', 'ponder/parts']) {
      const cache = await caches.open(name)
      for (const request of await cache.keys())
        if (request.url.includes(mark))
          bytes += (await (await cache.match(request))?.blob())?.size ?? 0
    }
    return bytes
  }, word)

test('a tab that is closed in the middle leaves what came, and Resume goes on with it while one chats', async ({
  page,
  host,
  context,
}) => {
  test.setTimeout(240_000)
  serve(host, small)
  host.control({ bytesPerSecond: 800_000 })
  await openPonder(page)
  await openModels(page)
  await addByAddress(page, `${host.origin}/tiny/`)
  await press(page, 'tiny', 'Pause')
  await expect(card(page, 'tiny')).toContainText('Paused at')
  await press(page, 'tiny', 'Resume')
  await expect.poll(() => bytesSent(host, ['nano.wasm'])).toBeGreaterThan(2_600_000)
  await page.close()

  const next = await context.newPage()
  const before = bytesSent(host, smallList.names)
  await openPonder(next)
  await openModels(next)
  await press(next, 'tiny', 'Resume')
  await expect(card(next, 'tiny').getByRole('progressbar')).toBeVisible()
  await next.keyboard.press('Escape')
  await expect(next.getByRole('group', { name: 'Download of tiny' })).toBeVisible()
  await engineReady(next)
  await answersRightly(next)
  await openModels(next)
  await isWhole(next, 'tiny')
  // A killed tab loses what came since the last piece of 2 MiB of each file was kept.
  expect(bytesSent(host, smallList.names) - before).toBeLessThan(smallList.bytes - 2 ** 20)
})

test('two tabs that want one model fetch it once, and the second says what it waits for', async ({
  page,
  host,
  context,
}) => {
  test.setTimeout(180_000)
  serve(host, small)
  host.control({ bytesPerSecond: 120_000 })
  await openPonder(page)
  await openModels(page)
  await addByAddress(page, `${host.origin}/tiny/`)
  await expect(card(page, 'tiny').getByRole('progressbar')).toBeVisible()
  const other = await context.newPage()
  await openPonder(other)
  await openModels(other)
  await press(other, 'tiny', 'Resume')
  await expect(card(other, 'tiny')).toContainText('Waiting for another tab')
  host.control({ bytesPerSecond: 0 })
  await isWhole(page, 'tiny')
  await isWhole(other, 'tiny')
  // Its two descriptions were looked at before.
  expect(bytesSent(host, smallList.names)).toBeLessThan(smallList.bytes * 1.005)
})

test('without a folder picker a model is saved as an archive, which is imported as a file or unpacked', async ({
  page,
  host,
}, testInfo) => {
  test.setTimeout(240_000)
  serve(host, small)
  await page.addInitScript('delete globalThis.showDirectoryPicker')
  await openPonder(page)
  await openModels(page)
  await addByAddress(page, `${host.origin}/tiny/`)
  await isWhole(page, 'tiny')
  const saving = page.waitForEvent('download')
  await press(page, 'tiny', 'Export')
  const saved = await saving
  expect(saved.suggestedFilename()).toBe('tiny.tar')
  const archive = testInfo.outputPath('tiny.tar')
  await saved.saveAs(archive)
  const unpacked = testInfo.outputPath('unpacked')
  mkdirSync(unpacked)
  execFileSync('tar', ['xf', archive, '-C', unpacked])
  host.control({ isDown: true })

  for (const [input, path] of [
    ['List or archive of models', archive],
    ['Folder of a model', join(unpacked, 'tiny')],
  ] as const) {
    await press(page, 'tiny', 'Delete')
    await page.getByRole('button', { name: 'Delete now' }).click()
    await expect(card(page, 'tiny')).toHaveCount(0)
    await page.getByLabel(input).setInputFiles(path)
    await page.getByRole('button', { name: 'Import it' }).click()
    await isWhole(page, 'tiny')
    await expect(card(page, 'tiny')).toContainText('every file was checked')
  }
})

test('what belongs to no model is shown with its size, and removed without touching other caches', async ({
  page,
}) => {
  await openPonder(page)
  await engineReady(page)
  await page.evaluate(async () => {
    const model = await caches.open('webllm/model')
    await model.put('https://old.example/resolve/main/a.bin', new Response('x'.repeat(2_000)))
    await (await caches.open('theirs')).put('https://other.example/', new Response('theirs'))
  })
  await openModels(page)
  const storage = page.getByRole('region', { name: 'Storage' })
  await expect(storage).toContainText('2.0 kB in 1 file from old.example belong to no model')
  await storage.getByRole('button', { name: 'Remove them' }).click()
  await expect(storage).not.toContainText('belong to no model')
  const left = await page.evaluate(async () => [
    (await (await caches.open('webllm/model')).keys()).some(({ url }) =>
      url.includes('old.example'),
    ),
    (await (await caches.open('theirs')).keys()).length,
  ])
  expect(left).toEqual([false, 1])
})
