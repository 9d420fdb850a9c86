import { expect, test } from './fixtures.ts'
import {
  answers,
  ask,
  engineReady,
  makeGreedy,
  openPonder,
  openThought,
  part,
  questions,
  replyEnded,
  setOption,
} from './ponder.ts'

const question = 'What is 347 × 28?'

test('stopped in mid-thought, reloaded and continued, the thought goes on from the exact place', async ({
  page,
}) => {
  await openPonder(page)
  await engineReady(page)
  await makeGreedy(page)
  await ask(page, question)
  const whole = await openThought(await replyEnded(page))

  await page.getByRole('button', { name: 'New chat' }).click()
  await makeGreedy(page)
  await ask(page, question)
  await expect
    .poll(
      async () => (await part(answers(page).last(), 'thought').allInnerTexts()).join('').length,
      {
        intervals: [30],
      },
    )
    .toBeGreaterThan(60)
  await page.getByRole('button', { name: 'Stop' }).click()
  const stopped = await openThought(await replyEnded(page))
  expect(stopped.length).toBeLessThan(whole.length)
  expect(whole.startsWith(stopped)).toBe(true)

  await page.reload()
  const reply = answers(page).last()
  expect(await openThought(reply)).toBe(stopped)
  await engineReady(page)
  await reply.getByRole('button', { name: 'Continue' }).click()
  await expect(part(reply, 'answer')).toBeVisible({ timeout: 60_000 })
  await replyEnded(page)
  // Temperature 0, the same prompt and the same beginning: the same thought as without a stop.
  expect(await openThought(reply)).toBe(whole)
})

test('a question that is edited and an answer tried again become versions beside the old ones', async ({
  page,
}) => {
  await openPonder(page)
  await makeGreedy(page)
  await ask(page, 'What is 2 + 3?')
  await replyEnded(page)
  await answers(page).last().getByRole('button', { name: 'Try again' }).click()
  await expect(answers(page).last()).toContainText('2 of 2')
  await replyEnded(page)
  await answers(page).last().getByRole('button', { name: 'Previous version' }).click()
  await expect(answers(page).last()).toContainText('1 of 2')

  await questions(page).first().hover()
  await questions(page).first().getByRole('button', { name: 'Edit question' }).click()
  await page.getByRole('textbox', { name: 'Edited question' }).fill('What is 4 + 5?')
  await page.getByRole('button', { name: 'Ask this instead' }).click()
  await expect(questions(page).first()).toContainText('What is 4 + 5?')
  await expect(questions(page).first()).toContainText('2 of 2')
  await expect(part(await replyEnded(page), 'answer')).toContainText('9')
  await questions(page).first().getByRole('button', { name: 'Previous version' }).click()
  await expect(questions(page).first()).toContainText('What is 2 + 3?')
})

test('a deleted chat comes back with one press, whole', async ({ page }) => {
  await openPonder(page)
  await makeGreedy(page)
  await ask(page, 'What is 2 + 3?')
  await replyEnded(page)
  const chats = page.getByRole('navigation', { name: 'Chats' })
  await chats.getByRole('link').hover()
  await chats
    .getByRole('button', { name: /Delete/ })
    .first()
    .click()
  await expect(chats.getByRole('link')).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(chats.getByRole('link')).toHaveCount(1)
  await chats.getByRole('link').click()
  await expect(questions(page)).toContainText('What is 2 + 3?')
})

test('changing how tokens are drawn never loads the model again', async ({ page }) => {
  await openPonder(page)
  await engineReady(page)
  const states: string[] = []
  await page.exposeFunction('noteState', (state: string) => states.push(state))
  await page.evaluate(() => {
    const root = document.documentElement
    new MutationObserver(() => {
      const note = (globalThis as unknown as { noteState: (state: string) => void }).noteState
      note(root.dataset['engine'] ?? '')
    }).observe(root, { attributes: true, attributeFilter: ['data-engine'] })
  })
  await makeGreedy(page)
  await setOption(page, 'System prompt', 'Be brief.')
  await setOption(page, 'Top p', '0.5')
  await ask(page, 'What is 2 + 3?')
  await replyEnded(page)
  await engineReady(page)
  expect(new Set(states)).toEqual(new Set(['generating', 'ready']))
})
