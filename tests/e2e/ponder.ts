import type { Locator, Page } from '@playwright/test'

import { expect } from './fixtures.ts'

/** What a person does in the app, by the names that are on screen. */
export const engineReady = (page: Page): Promise<void> =>
  expect(page.locator('html')).toHaveAttribute('data-engine', 'ready', { timeout: 60_000 })

export async function openPonder(page: Page): Promise<void> {
  await page.goto('./')
  await expect(message(page)).toBeEditable()
}

const message = (page: Page): Locator => page.getByRole('textbox', { name: 'Message' })

export async function ask(page: Page, question: string): Promise<void> {
  await message(page).fill(question)
  await message(page).press('Enter')
}

export const questions = (page: Page): Locator => page.getByRole('article', { name: 'Question' })

export const answers = (page: Page): Locator => page.getByRole('article', { name: 'Answer' })

/** The part of an article by what it holds. */
export const part = (article: Locator, name: 'thought' | 'answer' | 'stats'): Locator =>
  article.locator(`[data-part="${name}"]`)

/** Until the reply has ended: its figures are there only then. */
export async function replyEnded(page: Page): Promise<Locator> {
  const reply = answers(page).last()
  await expect(part(reply, 'stats')).toBeVisible({ timeout: 60_000 })
  return reply
}

export const dialog = (page: Page, name: string): Locator =>
  page.getByRole('dialog', { name, exact: true })

export async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** Opens the chat's options for as long as this takes. */
export async function inOptions(page: Page, change: () => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: 'Chat options' }).click()
  await change()
  await closeDialog(page)
}

export const setOption = (page: Page, name: string, value: string): Promise<void> =>
  inOptions(page, () => page.getByRole('textbox', { name }).fill(value))

/** Temperature 0: the same tokens each time. */
export const makeGreedy = (page: Page): Promise<void> => setOption(page, 'Temperature', '0')

export async function unfoldThought(reply: Locator): Promise<void> {
  const thought = part(reply, 'thought')
  if ((await thought.getAttribute('open')) === null) await thought.locator('summary').click()
}

/** Unfolds a thought, and reads it. */
export async function openThought(reply: Locator): Promise<string> {
  await unfoldThought(reply)
  const thought = part(reply, 'thought').getByRole('region', { name: 'Thought' })
  return (await thought.innerText()).trim()
}

/** On a narrow screen the list of chats stands behind a button. */
export async function showChats(page: Page): Promise<void> {
  const narrow = page.getByRole('button', { name: 'Show chats' })
  if (await narrow.isVisible()) await narrow.click()
}

/** Until the whole app is on this device. */
export const keptForOffline = (page: Page): Promise<void> =>
  expect(page.locator('[data-part="offline"]')).toHaveText(
    'Works offline now: the app, your chats and ponder-nano.',
    { timeout: 90_000 },
  )
