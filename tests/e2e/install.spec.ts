import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

import { expect, test } from './fixtures.ts'
import { answers, openPonder, questions } from './ponder.ts'
import { readRecords } from './storedRecords.ts'

interface InstallabilityError {
  readonly errorId: string
}

test('Chromium finds nothing that keeps the app from being installed', async ({
  page,
  context,
  baseURL,
}) => {
  await openPonder(page)
  const devtools = await context.newCDPSession(page)
  const { installabilityErrors } = (await devtools.send('Page.getInstallabilityErrors')) as {
    installabilityErrors: readonly InstallabilityError[]
  }
  // Each test has a private window, in which no app can be installed.
  const errors = installabilityErrors.map(({ errorId }) => errorId)
  expect(errors.filter((error) => error !== 'in-incognito')).toEqual([])

  const { url, errors: faults, data } = await devtools.send('Page.getAppManifest')
  expect(url).toBe(`${baseURL}manifest.webmanifest`)
  expect(faults).toEqual([])
  const manifest = JSON.parse(data ?? '') as Record<string, unknown>
  expect(manifest).toMatchObject({ id: 'ponder', name: 'Ponder', display: 'standalone' })
})

test('every picture that the manifest names is there, in the size that it says', async ({
  page,
}) => {
  await openPonder(page)
  const wrong = await page.evaluate(async () => {
    interface Picture {
      readonly src: string
      readonly sizes: string
    }
    interface Manifest {
      readonly icons: Picture[]
      readonly screenshots: Picture[]
      readonly shortcuts: { readonly icons: Picture[] }[]
    }
    const manifest = (await (await fetch('manifest.webmanifest')).json()) as Manifest
    const shortcuts = manifest.shortcuts.flatMap(({ icons }) => icons)
    const pictures = [...manifest.icons, ...manifest.screenshots, ...shortcuts]
    const sizes = pictures.map(async ({ src, sizes: said }) => {
      const picture = new Image()
      picture.src = src
      await picture.decode()
      const size = `${picture.naturalWidth}x${picture.naturalHeight}`
      return said === 'any' || said === size ? [] : [`${src} is ${size}`]
    })
    return { pictures: pictures.length, faults: (await Promise.all(sizes)).flat() }
  })
  expect(wrong).toEqual({ pictures: 10, faults: [] })
})

for (const [device, width, height] of [
  ['a desktop', 1440, 900],
  ['a phone', 390, 844],
] as const)
  test(`the browser’s offer becomes the app’s own button, on ${device}`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await openPonder(page)
    const install = page.getByRole('button', { name: 'Install' })
    await showChats(page)
    await expect(page.locator('[data-part="offline"]')).toBeVisible()
    await expect(install).toHaveCount(0)
    await offerInstall(page)
    await expect(install).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations).toEqual([])
    await install.click()
    await expect(install).toHaveCount(0)
    expect(await page.evaluate(() => document.documentElement.dataset['asked'])).toBe('yes')
  })

test('a text that another app shares is put under what is typed, once, and never sent', async ({
  page,
}) => {
  await openPonder(page)
  const box = page.getByRole('textbox', { name: 'Message' })
  await box.fill('Half a question')
  await expect.poll(() => storedText(page)).toContain('Half a question')
  await page.goto('./?shared-title=A%20title&shared-text=What%20is%202%20%2B%203%3F')
  await expect(box).toHaveValue('Half a question\n\nA title\n\nWhat is 2 + 3?')
  expect(new URL(page.url()).search).toBe('')
  await expect(answers(page)).toHaveCount(0)
  await expect(questions(page)).toHaveCount(0)
  await page.reload()
  await expect(box).toHaveValue('Half a question\n\nA title\n\nWhat is 2 + 3?')
})

test('a file that the app is opened with is answered in words, and nothing is changed', async ({
  page,
}) => {
  await page.addInitScript(`{
    const queue = { setConsumer(consumer) { globalThis.launch = consumer } }
    Object.defineProperty(globalThis, 'launchQueue', { value: queue })
  }`)
  await openPonder(page)
  await page.evaluate(() => {
    const { launch } = globalThis as unknown as { launch: (parameters: unknown) => void }
    const getFile = async (): Promise<File> => new File(['{}'], 'chats.ponder.json')
    launch({ targetURL: document.baseURI, files: [{ getFile }] })
  })
  const answer = page.getByRole('dialog', { name: 'This file cannot be used' })
  await expect(answer).toContainText('Nothing was changed.')
  await answer.getByRole('button', { name: 'Dismiss' }).click()
  await expect(answer).toHaveCount(0)
})

async function showChats(page: Page): Promise<void> {
  const narrow = page.getByRole('button', { name: 'Show chats' })
  if (await narrow.isVisible()) await narrow.click()
}

/** As Chromium does once the app is installable and the person has used it. */
const offerInstall = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const event = new Event('beforeinstallprompt', { cancelable: true })
    const prompt = async (): Promise<void> => {
      document.documentElement.dataset['asked'] = 'yes'
    }
    dispatchEvent(
      Object.assign(event, { prompt, userChoice: Promise.resolve({ outcome: 'accepted' }) }),
    )
  })

const storedText = async (page: Page): Promise<string> => JSON.stringify(await readRecords(page))
