import type { Page } from '@playwright/test'

import type { Fault } from '../fakes/faultServer/fault.ts'
import { listFiles, readSmallModel } from './hostedModel.ts'
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
import { engineReady, openPonder } from './ponder.ts'

const files = readSmallModel()
const { names, bytes } = listFiles(files)
const shard = 'params_shard_0.bin'

/** Faults that pass: the download bears them, and the card says nothing but how far it is. */
const passing: readonly (readonly [string, readonly Fault[], words: string | undefined])[] = [
  [
    'a host that is busy and says for how long',
    [{ kind: 'status', status: 429, retryAfter: 1 }],
    undefined,
  ],
  [
    'a host that fails twice',
    Array.from({ length: 2 }, () => ({ kind: 'status', status: 503 })),
    undefined,
  ],
  [
    'a line that breaks twice',
    [
      { kind: 'cut', after: 700_000 },
      { kind: 'cut', after: 400_000 },
    ],
    undefined,
  ],
  ['a redirect to another host', [{ kind: 'redirect' }], undefined],
  ['an altered file', [{ kind: 'wrong' }], `${shard} came damaged and was fetched again.`],
  [
    'a file that ends too soon',
    [{ kind: 'short' }],
    `${shard} came damaged and was fetched again.`,
  ],
  ['a file that is too long', [{ kind: 'long' }], `${shard} came damaged and was fetched again.`],
]

/** Faults that end it: what happened in words, and Resume once the fault is gone. */
const ending: readonly (readonly [string, readonly Fault[], words: string])[] = [
  ['a file that is not there', [{ kind: 'status', status: 404 }], `${shard}: HTTP 404`],
  ['a file that is refused', [{ kind: 'status', status: 403 }], `${shard}: HTTP 403`],
  [
    'a file that stays altered',
    [{ kind: 'wrong' }, { kind: 'wrong' }],
    'A file of the model is damaged',
  ],
]

test('whatever the host does is told in words, and the download ends with every file', async ({
  page,
  host,
}) => {
  test.setTimeout(300_000)
  await openPonder(page)
  await openModels(page)
  const tiny = card(page, 'tiny')

  for (const [what, faults, words] of passing)
    await test.step(what, async () => {
      serve(host, files)
      host.faultsByName.set(shard, [...faults])
      await addByAddress(page, `${host.origin}/tiny/`)
      await isWhole(page)
      if (words !== undefined) await expect(tiny).toContainText(words)
      const isWasted = faults.some(({ kind }) => ['wrong', 'short', 'long'].includes(kind))
      const limit = bytes * 1.02 + (isWasted ? (files.get(shard)?.length ?? 0) + 1 : 0)
      expect(bytesSent(host, names)).toBeLessThanOrEqual(limit)
      await deleteTiny()
    })

  for (const [what, faults, words] of ending)
    await test.step(what, async () => {
      serve(host, files)
      host.faultsByName.set(shard, [...faults])
      await addByAddress(page, `${host.origin}/tiny/`)
      await expect(tiny).toContainText(words, { timeout: 30_000 })
      // The other files are whole by then, or go on from where they were.
      const before = bytesSent(host, [shard])
      await press(page, 'tiny', 'Resume')
      await expect(page.locator('html')).toHaveAttribute('data-engine', 'ready', {
        timeout: 60_000,
      })
      await expect(tiny.getByRole('button', { name: 'Unload' })).toBeVisible({ timeout: 60_000 })
      expect(bytesSent(host, names)).toBeLessThanOrEqual(bytes * 1.02 + before)
      await deleteTiny()
    })

  async function deleteTiny(): Promise<void> {
    await press(page, 'tiny', 'Delete')
    const confirm = tiny.getByRole('group', { name: 'Confirm' })
    await expect(confirm).toContainText(`${bytes.toLocaleString('en')} bytes`)
    await confirm.getByRole('button', { name: 'Delete now' }).click()
    await expect(tiny).toHaveCount(0)
  }
})

test('a download without a network says so, and goes on by itself when there is one', async ({
  page,
  host,
  context,
}) => {
  serve(host, files)
  host.control({ bytesPerSecond: 1_000_000 })
  await openPonder(page)
  await openModels(page)
  await addByAddress(page, `${host.origin}/tiny/`)
  await expect.poll(() => bytesSent(host, names)).toBeGreaterThan(bytes / 4)
  await context.setOffline(true)
  host.control({ isDown: true })
  await expect(card(page, 'tiny')).toContainText('You are offline')
  host.control({ isDown: false, bytesPerSecond: 0 })
  await context.setOffline(false)
  await isWhole(page)
})

test('a host that cannot continue a file sends it again, and the download ends all the same', async ({
  page,
  host,
}) => {
  serve(host, files)
  host.control({ allowsRange: false })
  host.faultsByName.set(shard, [{ kind: 'cut', after: 900_000 }])
  await openPonder(page)
  await openModels(page)
  await addByAddress(page, `${host.origin}/tiny/`)
  await isWhole(page)
  expect(bytesSent(host, [shard])).toBe(900_000 + (files.get(shard)?.length ?? 0))
})

test('a disk that fills up is told, and with room the download goes on with what had come', async ({
  page,
  host,
  appUrl,
}) => {
  serve(host, files)
  const { origin } = new URL(appUrl)
  const devtools = await page.context().newCDPSession(page)
  await openPonder(page)
  await engineReady(page)
  await openModels(page)
  // Chromium tells pages another figure than this, so the disk is full only when it is written to.
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 6_500_000 })
  await addByAddress(page, `${host.origin}/tiny/`)
  await expect(card(page, 'tiny')).toContainText('There is no room left for the model')
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 400_000_000 })
  const before = bytesSent(host, names)
  await press(page, 'tiny', 'Resume')
  await isWhole(page)
  expect(bytesSent(host, names) - before).toBeLessThanOrEqual(bytes)
})

test('a line that goes silent counts as broken, and is taken up', async ({ page, host }) => {
  serve(host, files)
  host.faultsByName.set(shard, [{ kind: 'silent', after: 500_000 }])
  await openPonder(page)
  await engineReady(page)
  await openModels(page)
  await page.clock.install()
  await addByAddress(page, `${host.origin}/tiny/`)
  await expect.poll(() => bytesSent(host, [shard])).toBe(500_000)
  // Every other file has come, so that this is the one line that time passes on.
  await expect.poll(() => keptFiles(page)).toBe(names.length - 1)
  await page.clock.fastForward(31_000)
  await isWhole(page)
  expect(host.asked.filter(({ name }) => name === shard)).toHaveLength(2)
  expect(bytesSent(host, names)).toBeLessThanOrEqual(bytes * 1.02)
})

test('a host that this deployment does not allow is never asked', async ({ page, asked }) => {
  await openPonder(page)
  await openModels(page)
  await page
    .getByRole('textbox', { name: 'Address of the weights' })
    .fill('https://elsewhere.example/model/')
  await page.getByRole('button', { name: 'Look at it' }).click()
  await expect(
    page.getByText('does not let the page fetch from https://elsewhere.example'),
  ).toBeVisible()
  expect(asked).toEqual([])
})

const keptFiles = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const stores = ['webllm/model', 'webllm/config', 'webllm/wasm']
    const keys = await Promise.all(stores.map(async (name) => (await caches.open(name)).keys()))
    return keys.flat().filter(({ url }) => url.includes('/tiny/')).length
  })

/** Only a model of which every byte was checked can be verified again. */
const isWhole = (page: Page): Promise<void> =>
  expect(card(page, 'tiny').getByRole('button', { name: 'Verify' })).toBeVisible({
    timeout: 60_000,
  })
