import { readFile } from 'node:fs/promises'

import type { Download, Locator, Page } from '@playwright/test'

import { examine, findNoFault } from './examine.ts'
import { expect, guard, test } from './fixtures.ts'
import {
  answers,
  ask,
  dialog,
  engineReady,
  makeGreedy,
  openPonder,
  openThought,
  part,
  replyEnded,
  showChats,
} from './ponder.ts'
import { clearRecords, readRecords } from './storedRecords.ts'

const button = (place: Page | Locator, name: string): Locator =>
  place.getByRole('button', { name, exact: true })

async function openSettings(page: Page): Promise<Locator> {
  await showChats(page)
  await button(page, 'Settings').click()
  const settings = dialog(page, 'Settings')
  await expect(button(settings, 'Export chats')).toBeVisible()
  return settings
}

async function download(page: Page, act: () => Promise<void>): Promise<Download> {
  const [file] = await Promise.all([page.waitForEvent('download'), act()])
  return file
}

/** A chat of one turn, whole on the disk. */
async function askOnce(page: Page): Promise<void> {
  await openPonder(page)
  await engineReady(page)
  await makeGreedy(page)
  await ask(page, 'What is 2 + 3?')
  await replyEnded(page)
  await engineReady(page)
}

/** What a backup is about, without what only this profile has. */
const ownRecords = async (page: Page): Promise<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(await readRecords(page)).filter(([key]) =>
      /^(chat|message|preset|settings|timing)/.test(key),
    ),
  )

async function choose(page: Page, name: string, content: Buffer): Promise<void> {
  const settings = await openSettings(page)
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    button(settings, 'Import chats').click(),
  ])
  await chooser.setFiles({ name, mimeType: '', buffer: content })
}

test('all chats leave in one file and come back whole in a fresh profile', async ({
  page,
  browser,
  baseURL,
  faults,
}) => {
  test.setTimeout(300_000)
  await askOnce(page)
  const thought = await openThought(answers(page).last())
  const answer = await part(answers(page).last(), 'answer').innerText()
  const settings = await openSettings(page)
  const file = await download(page, () => button(settings, 'Export chats').click())
  expect(file.suggestedFilename()).toMatch(/^ponder-\d{4}-\d\d-\d\d\.backup\.ponder$/)
  await expect(settings.getByText(/^1 chat was exported, /)).toBeVisible()
  const content = await readFile(await file.path())
  const before = await ownRecords(page)

  const other = await browser.newContext({ baseURL: baseURL ?? '' })
  await guard(other, new URL(baseURL ?? '').origin, faults)
  const fresh = await other.newPage()
  await openPonder(fresh)
  await choose(fresh, 'x.ponder', content)
  const sheet = dialog(fresh, 'Import chats')
  await expect(sheet.getByText('1 chat is new.')).toBeVisible()
  await fresh.screenshot({ path: 'test-results/screens/import.png' })
  await button(sheet, 'Import').click()
  await expect(sheet.getByText('Everything was imported.')).toBeVisible()
  await Promise.all([fresh.waitForEvent('load'), button(sheet, 'Show them').click()])
  await fresh.getByRole('link', { name: 'What is 2 + 3?' }).click()
  expect(await openThought(answers(fresh).last())).toBe(thought)
  await expect(part(answers(fresh).last(), 'answer')).toHaveText(answer)
  expect(await ownRecords(fresh)).toEqual(before)

  await choose(fresh, 'x.ponder', content)
  await expect(sheet.getByText('1 chat is here already.')).toBeVisible()
  await expect(button(sheet, 'Import')).toBeDisabled()
  await button(sheet, 'Dismiss').click()
  await expect(sheet).toHaveCount(0)

  // Cut off, it says so and changes nothing; dropped on the window as well as chosen.
  await dropFile(fresh, content.subarray(0, content.length / 2))
  const refused = dialog(fresh, 'This file cannot be used')
  await expect(refused.getByText(/damaged or cut off/)).toBeVisible()
  await expect(refused.getByText('Nothing was changed.')).toBeVisible()
  await button(refused, 'Dismiss').click()
  expect(await ownRecords(fresh)).toEqual(before)
  await other.close()
})

/** As if dragged here from a folder. */
async function dropFile(page: Page, content: Buffer): Promise<void> {
  await page.evaluate(
    (bytes) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([new Uint8Array(bytes)], 'x.ponder'))
      document.body.dispatchEvent(
        new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }),
      )
    },
    [...content],
  )
}

test('one chat leaves as a web page that opens by itself, as Markdown and as JSON', async ({
  page,
  context,
}) => {
  test.setTimeout(300_000)
  await askOnce(page)
  const answer = await part(answers(page).last(), 'answer').innerText()
  await button(page, 'Chat options').click()
  await button(page, 'Export chat').click()
  const sheet = dialog(page, 'Export chat')
  const html = await download(page, () => button(sheet, 'Web page').click())
  expect(html.suggestedFilename()).toBe('What-is-2-3.html')
  const opened = await context.newPage()
  const copy = test.info().outputPath('chat.html')
  await html.saveAs(copy)
  await opened.goto(`file://${copy}`)
  await expect(opened.getByRole('heading', { name: 'What is 2 + 3?' })).toBeVisible()
  // Written as it was, and not as Markdown shows it.
  const written = await opened.locator('article').last().locator('.text').last().innerText()
  expect(written.replaceAll('**', '')).toBe(answer)
  // Its one style is in force: the policy knows it.
  await expect(opened.locator('.text').first()).toHaveCSS('white-space', 'pre-wrap')
  await findNoFault(opened, 'an exported page')
  await opened.screenshot({ path: 'test-results/screens/exported-page.png' })
  await opened.close()
  const markdown = await download(page, () => button(sheet, 'Markdown').click())
  expect(await readFile(await markdown.path(), 'utf8')).toContain('## Question\n\nWhat is 2 + 3?')
  const json = await download(page, () => button(sheet, 'JSON').click())
  expect(JSON.parse(await readFile(await json.path(), 'utf8'))).toMatchObject({ ponder: 'backup' })
})

test('a full disk and an emptied one are said, with what can be done', async ({ page }) => {
  test.setTimeout(300_000)
  await askOnce(page)
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('No room', 'QuotaExceededError')
    }
  })
  await page.getByRole('textbox', { name: 'Message' }).fill('only in memory')
  const notice = page.getByRole('alert').filter({ hasText: 'This chat could not be saved' })
  await expect(notice).toBeVisible()
  await download(page, () => button(notice, 'Export chats').click())
  await button(notice, 'Delete old chats').click()
  const old = dialog(page, 'Delete old chats')
  await expect(button(old, 'Delete What is 2 + 3?')).toBeVisible()
  await page.screenshot({ path: 'test-results/screens/old-chats.png' })
  await findNoFault(page, 'old chats')
  await button(old, 'Delete a model').click()
  await expect(dialog(page, 'Models')).toBeVisible()
  await page.keyboard.press('Escape')

  await clearRecords(page)
  await page.goto('./')
  const gone = page.getByRole('alert').filter({ hasText: 'The chats that were here are gone' })
  await expect(gone).toBeVisible()
  await page.screenshot({ path: 'test-results/screens/emptied.png' })
  await button(gone, 'Import chats').click()
  await expect(button(dialog(page, 'Settings'), 'Import chats')).toBeVisible()
})

for (const width of [390, 1440])
  test(`at ${width} px the ways out and in shut nobody out`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 })
    await openPonder(page)
    const settings = await openSettings(page)
    await button(settings, 'Import chats').scrollIntoViewIfNeeded()
    await examine(page, 'your data', { within: 'dialog' })
  })
