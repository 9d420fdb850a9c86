import type { Locator, Page } from '@playwright/test'

import { expect } from './fixtures.ts'
import { answers, ask, engineReady, openPonder, part, replyEnded } from './ponder.ts'
import { answer, anotherWay, circle, questions, wordsBeforeLoop } from './scripted/scripts.ts'
import { test } from './scripted/scriptedApp.ts'
import { storedAnswers } from './storedAnswers.ts'

const notice = 'The thought goes round in circles.'

/** Words of the thought on screen, each of them a token. */
const wordsIn = (text: string): number => text.trim().split(/\s+/).length

const thoughtText = async (reply: Locator): Promise<string> =>
  (await part(reply, 'thought').getByRole('region', { name: 'Thought' }).textContent()) ?? ''

/** Notes the thought as it stood on the screen when the notice came; both are drawn at once. */
async function watchNotice(page: Page): Promise<() => Promise<string | null>> {
  await page.addInitScript((words) => {
    const scope = globalThis as unknown as { thoughtAtNotice: string | null }
    scope.thoughtAtNotice = null
    new MutationObserver(() => {
      const outputs = [...document.querySelectorAll('output')]
      if (scope.thoughtAtNotice !== null || outputs.every((one) => one.textContent !== words))
        return
      const thought = document.querySelector('[data-part="thought"] section')
      scope.thoughtAtNotice = thought?.textContent ?? ''
    }).observe(document, { childList: true, characterData: true, subtree: true })
  }, notice)
  return () =>
    page.evaluate(
      () => (globalThis as unknown as { thoughtAtNotice: string | null }).thoughtAtNotice,
    )
}

async function askForLoop(page: Page): Promise<Locator> {
  await openPonder(page)
  await engineReady(page)
  await ask(page, questions.loop)
  const reply = answers(page).last()
  await expect(reply.getByText(notice)).toBeVisible({ timeout: 60_000 })
  return reply
}

const marksOf = async (page: Page): Promise<readonly string[]> =>
  (await storedAnswers(page)).flatMap(({ parts }) =>
    parts.flatMap(({ marks }) => marks.map(({ kind }) => kind)),
  )

test('a loop is told within 200 tokens of its repeating, nothing is done by itself, and Answer now answers', async ({
  page,
}) => {
  const atNotice = await watchNotice(page)
  const reply = await askForLoop(page)
  const repeated = wordsIn((await atNotice()) ?? '') - wordsBeforeLoop - circle.length
  expect(repeated).toBeGreaterThan(0)
  expect(repeated).toBeLessThanOrEqual(200)

  // Left alone it goes on and on.
  await expect
    .poll(async () => wordsIn(await thoughtText(reply)), { timeout: 60_000 })
    .toBeGreaterThan(wordsBeforeLoop + circle.length + repeated + 300)
  await expect(reply.getByText(notice)).toBeVisible()
  await expect(reply.locator('[data-part="mark"]')).toHaveCount(0)
  await expect(part(reply, 'answer')).toHaveCount(0)

  await reply.getByRole('button', { name: 'Answer now' }).click()
  await replyEnded(page)
  await expect(part(reply, 'answer')).toHaveText(answer)
  await expect(reply.getByText(notice)).toHaveCount(0)
  await expect(reply.locator('[data-part="mark"]')).toHaveText('You closed the thought.')
  await expect.poll(() => marksOf(page)).toEqual(['answer now'])
})

test('Raise temperature lets the thought go on, hotter and with a mark', async ({ page }) => {
  const reply = await askForLoop(page)
  await reply.getByRole('button', { name: 'Raise temperature' }).click()
  await expect(part(reply, 'thought')).toContainText(anotherWay.trim(), { timeout: 60_000 })
  await expect(reply.getByText(notice)).toHaveCount(0)
  await replyEnded(page)
  await expect(part(reply, 'answer')).toHaveText(answer)
  await expect(reply.locator('[data-part="mark"]')).toHaveText('You raised the temperature.')
  await expect.poll(() => marksOf(page)).toEqual(['temperature raised'])
  const [stored] = await storedAnswers(page)
  const thought = stored?.parts[0]
  const at = thought?.marks[0]?.at ?? 0
  expect(thought?.text.slice(at).startsWith(anotherWay)).toBe(true)
})

test('Stop here stops, keeps the thought and answers nothing', async ({ page }) => {
  const reply = await askForLoop(page)
  await reply.getByRole('button', { name: 'Stop here' }).click()
  await replyEnded(page)
  await expect(reply.getByText('Stopped. Continue goes on from here.')).toBeVisible()
  await expect(part(reply, 'answer')).toHaveCount(0)
  await expect(reply.getByText(notice)).toHaveCount(0)
  await expect.poll(() => marksOf(page)).toEqual(['stopped'])
})

test('where it is set so, the app closes a loop by itself, says so, and answers', async ({
  page,
}) => {
  await openPonder(page)
  await engineReady(page)
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('radio', { name: 'Close it and answer' }).check()
  await page.keyboard.press('Escape')
  await ask(page, questions.loop)
  const reply = await replyEnded(page)
  await expect(part(reply, 'answer')).toHaveText(answer)
  await expect(reply.locator('[data-part="mark"]')).toHaveText(
    'The thought went round in circles and was closed, as set in Settings.',
  )
  await expect.poll(() => marksOf(page)).toEqual(['loop closed'])
  const [stored] = await storedAnswers(page)
  const words = wordsIn(stored?.parts[0]?.text ?? '')
  expect(words).toBeLessThanOrEqual(wordsBeforeLoop + circle.length + 200)
})
