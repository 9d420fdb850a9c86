import type { Page } from '@playwright/test'

import { examine } from './examine.ts'
import { expect, test } from './fixtures.ts'
import { answers, keptForOffline, openPonder, questions, showChats } from './ponder.ts'
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
  test(`the browser’s offer becomes the app’s own button, and a line says what works offline, on ${device}`, async ({
    page,
    context,
  }) => {
    await page.setViewportSize({ width, height })
    await openPonder(page)
    const install = page.getByRole('button', { name: 'Install' })
    await showChats(page)
    await keptForOffline(page)
    await expect(install).toHaveCount(0)
    await offerInstall(page)
    await expect(install).toBeVisible()
    await examine(page, 'install')
    await install.click()
    await expect(install).toHaveCount(0)
    expect(await page.evaluate(() => document.documentElement.dataset['asked'])).toBe('yes')

    await context.setOffline(true)
    const line = 'No network. What works: the app, your chats and ponder-nano.'
    await expect(page.locator('[data-part="offline"]')).toHaveText(line)
    await examine(page, 'offline chats')
    const veil = page.getByRole('button', { name: 'Close chats' })
    if (await veil.isVisible()) await veil.click({ position: { x: width - 20, y: height / 2 } })
    await expect(page.getByRole('main').getByText(line)).toBeVisible()
    await examine(page, 'offline')
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

test('the app opens a shared chat that it is opened with, and nothing is kept unasked', async ({
  page,
}) => {
  await watchLaunches(page)
  await openPonder(page)
  const turns = [{ question: 'What is 2 + 3?', thought: 'Two and three.', answer: 'It is **5**.' }]
  await launchWith(page, { ponder: 'chat', v: 1, chat: { title: 'A sum', turns } })
  const shared = page.getByRole('region', { name: 'Shared chat' })
  await expect(shared).toContainText('A chat from a file, to read')
  await expect(shared.getByRole('article', { name: 'Answer' }).locator('strong')).toHaveText('5')
  expect(await storedText(page)).not.toContain('Two and three')
  await shared.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeEditable()
})

for (const [what, file, words] of [
  ['of something else', {}, 'The file holds no presets of Ponder.'],
  ['of a newer version', { ponder: 'something new', v: 1 }, 'reload this page to get that version'],
] as const)
  test(`a file ${what} that the app is opened with is answered in words, and nothing is changed`, async ({
    page,
  }) => {
    await watchLaunches(page)
    await openPonder(page)
    await launchWith(page, file)
    const answer = page.getByRole('dialog', { name: 'This file cannot be used' })
    await expect(answer).toContainText(words)
    await expect(answer).toContainText('Nothing was changed.')
    await answer.getByRole('button', { name: 'Dismiss' }).click()
    await expect(answer).toHaveCount(0)
  })

/** In the place of Chromium's own queue, which only an installed app has. */
const watchLaunches = (page: Page): Promise<unknown> =>
  page.addInitScript(`{
    const queue = { setConsumer(consumer) { globalThis.launch = consumer } }
    Object.defineProperty(globalThis, 'launchQueue', { value: queue })
  }`)

const launchWith = (page: Page, file: unknown): Promise<void> =>
  page.evaluate((text) => {
    const { launch } = globalThis as unknown as { launch: (parameters: unknown) => void }
    const getFile = async (): Promise<File> => new File([text], 'one.ponder')
    launch({ targetURL: document.baseURI, files: [{ getFile }] })
  }, JSON.stringify(file))

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
