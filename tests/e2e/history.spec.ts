import type { Locator, Page } from '@playwright/test'

import { expect, test } from './fixtures.ts'
import { ask, openPonder, questions, replyEnded } from './ponder.ts'

test('Back returns to the chat before, Forward to the next, and a reload opens the chat of the address', async ({
  page,
}) => {
  await twoChats(page)
  const start = page.url().split('#')[0]
  await page.goBack()
  await expect(questions(page)).toContainText('2 + 3')
  await page.reload()
  await expect(questions(page)).toContainText('2 + 3')
  await page.goForward()
  await expect(questions(page)).toContainText('4 + 5')
  expect(page.url().startsWith(`${start}#chat=`)).toBe(true)
  await chatLinks(page).filter({ hasText: '2 + 3' }).click()
  await expect(questions(page)).toContainText('2 + 3')
  await page.goBack()
  await expect(questions(page)).toContainText('4 + 5')
})

test('a chat in the sidebar is a link that another tab can open', async ({ page, context }) => {
  await twoChats(page)
  const tab = context.waitForEvent('page')
  await chatLinks(page)
    .filter({ hasText: '2 + 3' })
    .click({ modifiers: ['ControlOrMeta'] })
  await expect(questions(await tab)).toContainText('2 + 3')
  await expect(questions(page)).toContainText('4 + 5')
})

test('an address of a chat that is not here says so in words, and leads on', async ({ page }) => {
  await twoChats(page)
  await page.goto('./#chat=nobody-knows-it')
  await expect(page.getByRole('alert')).toContainText(
    'The chat of this address is not in this browser',
  )
  await page.reload()
  await expect(page.getByRole('alert')).toContainText('not in this browser')
  await page.getByRole('main').getByRole('button', { name: 'New chat' }).click()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await ask(page, 'What is 1 + 1?')
  await replyEnded(page)
  await expect(chatLinks(page)).toHaveCount(3)
})

test('what was typed and the settings of an unsent chat are there after a reload', async ({
  page,
}) => {
  await openPonder(page)
  await ask(page, 'What is 2 + 3?')
  await replyEnded(page)
  const message = page.getByRole('textbox', { name: 'Message' })
  await message.fill('typed in the first')
  await questions(page).hover()
  await page.getByRole('button', { name: 'Edit question' }).click()
  await page.getByRole('textbox', { name: 'Edited question' }).fill('What is 2 + 4?')
  await page.getByRole('button', { name: 'New chat' }).click()
  await message.fill('typed in the new one')
  await page.getByRole('button', { name: 'Chat options' }).click()
  await page.getByRole('textbox', { name: 'System prompt' }).fill('Be brief.')
  await page.keyboard.press('Escape')

  await page.reload()
  await expect(message).toHaveValue('typed in the new one')
  await page.getByRole('button', { name: 'Chat options' }).click()
  await expect(page.getByRole('textbox', { name: 'System prompt' })).toHaveValue('Be brief.')
  await page.keyboard.press('Escape')
  await chatLinks(page).click()
  await expect(message).toHaveValue('typed in the first')
  await expect(page.getByRole('textbox', { name: 'Edited question' })).toHaveValue('What is 2 + 4?')
})

const chatLinks = (page: Page): Locator =>
  page.getByRole('navigation', { name: 'Chats' }).getByRole('link')

async function twoChats(page: Page): Promise<void> {
  await openPonder(page)
  await ask(page, 'What is 2 + 3?')
  await replyEnded(page)
  await page.getByRole('button', { name: 'New chat' }).click()
  await ask(page, 'What is 4 + 5?')
  await expect(questions(page)).toContainText('4 + 5')
  await replyEnded(page)
}
