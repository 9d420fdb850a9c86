import type { Locator, Page } from '@playwright/test'

import { expect, test } from './fixtures.ts'
import { answers, engineReady, openPonder, part, questions, replyEnded } from './ponder.ts'

test('by keys alone: ask, stop, open and fold the thought, continue, try again, edit', async ({
  page,
}) => {
  await openPonder(page)
  await askByKeys(page, 'What is 347 × 28?')
  const reply = answers(page).last()
  await expect(part(reply, 'thought')).toBeVisible({ timeout: 60_000 })
  await page.keyboard.press('Escape')
  await expect(reply).toContainText('Stopped.')

  const thought = part(reply, 'thought')
  const lines = thought.getByRole('region', { name: 'Thought' })
  await expect(lines).toBeVisible()
  await pressOn(page, thought.locator('summary'))
  await expect(lines).toBeHidden()
  await page.keyboard.press('Enter')
  await expect(lines).toBeVisible()

  await pressOn(page, reply.getByRole('button', { name: 'Continue' }))
  await replyEnded(page)
  await expect(reply).not.toContainText('Stopped.')

  await pressOn(page, reply.getByRole('button', { name: 'Try again' }))
  await expect(answers(page).last()).toContainText('2 of 2', { timeout: 60_000 })
  await page.keyboard.press('Escape')
  await replyEnded(page)
  await pressOn(page, answers(page).last().getByRole('button', { name: 'Previous version' }))
  await expect(answers(page).last()).toContainText('1 of 2')

  const question = questions(page).first()
  const edit = question.getByRole('button', { name: 'Edit question' })
  await pressOn(page, edit)
  await expect(page.getByRole('textbox', { name: 'Edited question' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(edit).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('What is 2 + 3?')
  await pressOn(page, page.getByRole('button', { name: 'Ask this instead' }))
  await expect(question).toContainText('What is 2 + 3?')
  await expect(question).toContainText('2 of 2')
  await expect(part(await replyEnded(page), 'answer')).toContainText('5')
})

test('by keys alone: name a chat, begin another, delete the first and take it back', async ({
  page,
}) => {
  await openPonder(page)
  await askByKeys(page, 'What is 2 + 3?')
  await replyEnded(page)
  const chats = page.getByRole('navigation', { name: 'Chats' })
  await pressOn(page, chats.getByRole('button', { name: 'Rename What is 2 + 3?' }))
  await page.keyboard.type('A sum')
  await page.keyboard.press('Enter')
  await expect(chats.getByRole('button', { name: 'Rename A sum' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.type('Not this')
  await page.keyboard.press('Escape')
  await expect(chats.getByRole('button', { name: 'Rename A sum' })).toBeFocused()

  await pressOn(page, page.getByRole('button', { name: 'New chat' }))
  await expect(questions(page)).toHaveCount(0)
  await pressOn(page, chats.getByRole('link', { name: 'A sum' }))
  await expect(questions(page)).toContainText('What is 2 + 3?')

  await pressOn(page, chats.getByRole('button', { name: 'Delete A sum' }))
  await expect(chats.getByRole('link')).toHaveCount(0)
  await pressOn(page, page.getByRole('button', { name: 'Undo' }))
  await expect(chats.getByRole('link')).toHaveText(['A sum'])
  await expect(questions(page)).toContainText('What is 2 + 3?')
})

test('each dialog holds the focus, and gives it back to the button that opened it', async ({
  page,
}) => {
  await openPonder(page)
  await askByKeys(page, 'What is 2 + 3?')
  await replyEnded(page)
  await engineReady(page)
  for (const [name, title] of [
    [/^Model: /, 'Models'],
    ['Chat options', 'This chat'],
    ['Prompt', 'Prompt'],
    ['Settings', 'Settings'],
  ] as const) {
    const button = page.getByRole('button', { name, exact: true })
    const dialog = page.getByRole('dialog', { name: title })
    await pressOn(page, button)
    await expect(dialog.locator(':focus')).toHaveCount(1)
    await pressOn(page, dialog.getByRole('button', { name: 'Close' }))
    await expect(dialog).toHaveCount(0)
    await expect(button).toBeFocused()

    await page.keyboard.press('Enter')
    await expect(dialog).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await expect(button).toBeFocused()
  }
})

test('Tab reaches everything that can be pressed or typed into, and shows where it is', async ({
  page,
}) => {
  await openPonder(page)
  await askByKeys(page, 'What is 2 + 3?')
  await pressOn(page, part(await replyEnded(page), 'thought').locator('summary'))
  await visitAll(page, page.locator('body'))
  await pressOn(page, page.getByRole('button', { name: 'Chat options' }))
  await visitAll(page, page.getByRole('dialog'))
  await page.keyboard.press('Escape')
  await pressOn(page, page.getByRole('button', { name: 'Settings' }))
  await visitAll(page, page.getByRole('dialog'))
})

async function askByKeys(page: Page, question: string): Promise<void> {
  await tabTo(page, page.getByRole('textbox', { name: 'Message' }))
  await page.keyboard.type(question)
  await page.keyboard.press('Enter')
}

async function pressOn(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press('Enter')
}

/** Round the page once and a bit: more stops than any screen of ours has. */
const stopLimit = 80

async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeAttached()
  const isThere = (): Promise<boolean> =>
    target.evaluate((element) => element === document.activeElement)
  for (let stop = 0; stop < stopLimit && !(await isThere()); stop++) {
    await page.keyboard.press('Tab')
    expect(await page.evaluate(describeUnseenFocus)).toBeNull()
  }
  await expect(target).toBeFocused()
}

/** Tabs until every place to stop in `within` has been stopped at. */
async function visitAll(page: Page, within: Locator): Promise<void> {
  const places =
    'a[href], button:enabled, input:checked, input:not([type=radio]), textarea, summary, [tabindex="0"]'
  const missing = (): Promise<string[]> =>
    within
      .locator(places)
      .evaluateAll((elements) =>
        elements
          .filter((element) => element.checkVisibility() && !('visited' in element))
          .map((element) => element.outerHTML.slice(0, 90)),
      )
  await expect.poll(async () => (await missing()).length).toBeGreaterThan(2)
  for (let stop = 0; stop < stopLimit && (await missing()).length > 0; stop++) {
    await page.keyboard.press('Tab')
    expect(await page.evaluate(describeUnseenFocus)).toBeNull()
    await page.evaluate(() => {
      if (document.activeElement !== null) Object.assign(document.activeElement, { visited: true })
    })
  }
  expect(await missing()).toEqual([])
}

/** The focused element, if no outline is drawn for it; null if one is, or if the browser itself has the focus. */
function describeUnseenFocus(): string | null {
  const focused = document.activeElement
  if (focused === null || focused === document.body) return null
  // A radio button shows its focus on the words beside it, the question box on its frame.
  const drawnOn = [focused, focused.nextElementSibling, focused.closest('form')]
  const isSeen = drawnOn.some((element) => {
    if (element === null || !element.checkVisibility({ opacityProperty: true })) return false
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0
  })
  return isSeen ? null : focused.outerHTML.slice(0, 120)
}
