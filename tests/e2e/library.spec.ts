import type { Locator, Page } from '@playwright/test'

import { createChat } from '../../src/chat/chat.ts'
import { chatEntries } from '../fakes/chatEntries.ts'
import { chatSettings, fakeAnswer, fakeQuestion, part } from '../fakes/conversations.ts'
import { examine } from './examine.ts'
import { expect, test } from './fixtures.ts'
import { answers, dialog, openPonder, questions, showChats } from './ponder.ts'
import { readRecords, writeRecord } from './storedRecords.ts'

const sidebar = (page: Page): Locator => page.getByRole('navigation', { name: 'Chats' })
const searchBox = (page: Page): Locator => page.getByRole('searchbox', { name: 'Search chats' })

const lines = Array.from({ length: 60 }, (_, at) => `Line ${at} of a long thought.`)

/** Two chats: in one, a bird stands deep in the thought of a version that is not on screen. */
async function openLibrary(page: Page): Promise<void> {
  await openPonder(page)
  const birds = {
    ...createChat('birds', 1000, chatSettings),
    title: 'Large animals',
    chosen: new Map([['q1', 'a2']]),
  }
  const thought = [...lines, 'Perhaps an Ostrich, perhaps not.', ...lines].join('\n')
  const parts = [part('reasoning', thought), part('answer', '\n\nA **whale** is.')]
  const other = [part('reasoning', 'Hm.'), part('answer', '\n\nAn elephant is.')]
  const sums = { ...createChat('sums', 2000, chatSettings), title: '前三个奇数的和' }
  const records = [
    ...chatEntries(birds, [
      fakeQuestion({ chatId: 'birds', text: 'Which animal is large?' }),
      fakeAnswer({ chatId: 'birds', parts }),
      fakeAnswer({ chatId: 'birds', id: 'a2', createdAt: 3, parts: other }),
    ]),
    ...chatEntries(sums, [fakeQuestion({ chatId: 'sums', text: '前三个奇数的和是多少？' })]),
  ]
  for (const { key, value } of records) await writeRecord(page, key, value)
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible()
  await showChats(page)
  await expect(sidebar(page).getByRole('link')).toHaveCount(2)
}

test('a word in a thought is found by keys, and its version opens there', async ({ page }) => {
  await openLibrary(page)
  await searchBox(page).fill('ostr')
  const hit = sidebar(page).getByRole('link')
  await expect(hit).toHaveCount(1)
  await expect(hit).toContainText('Large animals')
  await expect(hit).toContainText('Thought')
  await expect(hit.locator('mark')).toHaveText('Ostr')
  await page.keyboard.press('ArrowDown')
  await expect(hit).toBeFocused()
  await page.keyboard.press('Enter')

  const line = answers(page).getByText('Perhaps an Ostrich, perhaps not.')
  await expect(line).toBeInViewport()
  await expect(answers(page)).toContainText('A whale is.')
  await expect(answers(page)).toBeFocused()
  expect(await page.evaluate(() => [...(CSS.highlights.get('found') ?? [])].map(String))).toEqual([
    'Ostr',
  ])
  expect(page.url()).toContain('#chat=birds')

  await searchBox(page).focus()
  await page.keyboard.press('Escape')
  await expect(searchBox(page)).toHaveValue('')
  await expect(sidebar(page).getByRole('link')).toHaveCount(2)
})

test('what is written after the search began is found as well, Chinese too', async ({ page }) => {
  await openLibrary(page)
  await searchBox(page).fill('奇数')
  await expect(sidebar(page).getByText('2 places.')).toBeVisible()
  await searchBox(page).fill('')
  await sidebar(page).getByRole('link', { name: 'Large animals' }).hover()
  await sidebar(page).getByRole('button', { name: 'Rename Large animals' }).click()
  await page.getByRole('textbox', { name: 'Chat title' }).fill('Cormorants')
  await page.keyboard.press('Enter')
  await expect(async () => {
    await searchBox(page).fill('')
    await searchBox(page).fill('cormorant')
    await expect(sidebar(page).getByRole('link')).toHaveCount(1, { timeout: 500 })
  }).toPass()
  await page.keyboard.press('Enter')
  await expect(questions(page)).toContainText('Which animal is large?')
})

test('a deleted chat is restored from the bin after a reload, and not found until then', async ({
  page,
}) => {
  await openLibrary(page)
  await sidebar(page).getByRole('link', { name: 'Large animals' }).hover()
  await sidebar(page).getByRole('button', { name: 'Delete Large animals' }).click()
  await expect.poll(async () => (await readRecords(page))['chat/birds']).toHaveProperty('deletedAt')
  await page.reload()
  await searchBox(page).fill('ostrich')
  await expect(sidebar(page).getByText('Nothing was found.')).toBeVisible()
  await searchBox(page).fill('')
  await page.getByRole('button', { name: 'Bin', exact: true }).click()
  await expect(dialog(page, 'Bin')).toContainText('Deleted for good in 30 days')
  await dialog(page, 'Bin').getByRole('button', { name: 'Restore Large animals' }).click()
  await expect(dialog(page, 'Bin')).toContainText('The bin is empty.')
  await page.keyboard.press('Escape')
  await sidebar(page).getByRole('link', { name: 'Large animals' }).click()
  await expect(answers(page)).toContainText('An elephant is.')
})

test('the bin is emptied after one more question, and nothing is left on the disk', async ({
  page,
}) => {
  await openLibrary(page)
  await sidebar(page).getByRole('link', { name: 'Large animals' }).hover()
  await sidebar(page).getByRole('button', { name: 'Delete Large animals' }).click()
  await page.getByRole('button', { name: 'Bin', exact: true }).click()
  await dialog(page, 'Bin').getByRole('button', { name: 'Empty the bin' }).click()
  await dialog(page, 'Bin').getByRole('button', { name: 'Delete now' }).click()
  await expect(dialog(page, 'Bin')).toContainText('The bin is empty.')
  await expect
    .poll(async () => Object.keys(await readRecords(page)).filter((key) => key.includes('birds')))
    .toEqual([])
})

test('the health page counts what is stored, saves what is damaged, and reports nothing private', async ({
  page,
}) => {
  await openLibrary(page)
  await writeRecord(page, 'chat/torn', { v: 1, title: 'Torn words' })
  await page.reload()
  await openHealth(page)
  await expect(dialog(page, 'Health').getByRole('row', { name: /^Chats 2/ })).toBeVisible()
  await expect(dialog(page, 'Health')).toContainText('chat/torn')
  const report = dialog(page, 'Health').locator('[data-part="diagnostics"]')
  await expect(report).toContainText('Damaged: 1')
  for (const word of ['Ostrich', 'Large', 'Torn', '奇数'])
    await expect(report).not.toContainText(word)
  const download = page.waitForEvent('download')
  await dialog(page, 'Health').getByRole('button', { name: 'Save them as a file' }).click()
  expect((await download).suggestedFilename()).toBe('ponder-damaged-records.json')
})

async function openHealth(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Health of what is stored' }).click()
  await expect(dialog(page, 'Health').getByRole('table')).toBeVisible()
}

for (const width of [390, 1440])
  test(`search, bin and health shut nobody out at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 })
    await openLibrary(page)
    await searchBox(page).fill('an')
    await expect(sidebar(page).locator('mark').first()).toBeVisible()
    await examineWhole(page, 'search')
    await searchBox(page).fill('')
    await page.getByRole('button', { name: 'Delete Large animals' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Bin', exact: true }).click()
    await expect(dialog(page, 'Bin')).toContainText('Large animals')
    await examineWhole(page, 'bin')
    await page.keyboard.press('Escape')
    await openHealth(page)
    await examineWhole(page, 'health')
  })

async function examineWhole(page: Page, screen: string): Promise<void> {
  await examine(page, screen)
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect.soft(wide, `${screen} is wider than the page`).toBe(0)
}
