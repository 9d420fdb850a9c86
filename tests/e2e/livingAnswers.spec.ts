import type { Locator, Page } from '@playwright/test'

import { longerTokens } from '../../src/chat/steerAnswer.ts'
import { expect, test } from './fixtures.ts'
import { answers, ask, inOptions, makeGreedy, openPonder, part, replyEnded } from './ponder.ts'
import { storedAnswers, storedText } from './storedAnswers.ts'

const short = 'What is 17 + 25?'

const mark = (reply: Locator): Locator => reply.locator('[data-part="mark"]')

async function choose(reply: Locator, tool: string): Promise<void> {
  await reply.getByRole('button', { name: 'Change this reply' }).click()
  await reply.getByRole('button', { name: tool }).click()
}

/** Until the second version has ended, on screen and on the disk. */
async function secondVersion(page: Page): Promise<Locator> {
  await expect(answers(page).last()).toContainText('2 of 2', { timeout: 60_000 })
  const reply = await replyEnded(page)
  await expect
    .poll(async () => (await storedAnswers(page)).map(({ ending }) => ending.kind))
    .toEqual([expect.any(String), expect.not.stringMatching('open')])
  return reply
}

test('think longer after the end sends the same thought on, and answers anew', async ({ page }) => {
  await openPonder(page)
  await makeGreedy(page)
  await ask(page, short)
  const first = await replyEnded(page)
  await first.getByRole('button', { name: 'Think longer' }).click()
  const second = await secondVersion(page)
  await expect(mark(second).first()).toContainText('The thought was sent on')
  const before = await storedText(page, 'reasoning', 0)
  const after = await storedText(page, 'reasoning')
  expect(after.startsWith(`${before}Wait,`)).toBe(true)
  expect((await storedAnswers(page)).at(-1)?.figures?.reasoningTokens).toBeGreaterThanOrEqual(
    longerTokens,
  )
  await expect(part(second, 'answer')).not.toBeEmpty()
})

test('an edited answer goes on from its last character, and the thought before it stays', async ({
  page,
}) => {
  await openPonder(page)
  await makeGreedy(page)
  await ask(page, short)
  const first = await replyEnded(page)
  await choose(first, 'Edit answer')
  await first.getByRole('textbox', { name: 'Edited answer' }).fill('I say that 17 + 25 =')
  await first.getByRole('button', { name: 'Go on from here' }).click()
  const second = await secondVersion(page)
  await expect(part(second, 'answer')).toContainText(/^I say that 17 \+ 25 = ?\S/)
  await expect(mark(second)).toContainText('You changed the text')
  expect(await storedText(page, 'reasoning')).toBe(await storedText(page, 'reasoning', 0))
  await second.getByRole('button', { name: 'Previous version' }).click()
  await expect(part(answers(page).last(), 'answer')).not.toContainText('I say')
})

test('an answer is begun by a person where the thought was stopped', async ({ page }) => {
  await openPonder(page)
  await makeGreedy(page)
  await ask(page, 'What is 347 × 28?')
  const first = answers(page).last()
  await expect(part(first, 'thought')).toContainText('347', { timeout: 60_000 })
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await replyEnded(page)
  await choose(first, 'Begin the answer')
  await first.getByRole('textbox', { name: 'Edited answer' }).fill('347 × 28 =')
  await first.getByRole('button', { name: 'Go on from here' }).click()
  const second = await secondVersion(page)
  await expect(part(second, 'answer')).toContainText(/^347 × 28 = ?\S/)
  await expect(mark(second)).toHaveText('You began the answer.')
  const thought = await storedText(page, 'reasoning', 0)
  expect((await storedText(page, 'reasoning')).startsWith(thought)).toBe(true)
})

test('skipped thinking is labelled as what R1 was not trained for, and gives an answer at once', async ({
  page,
}) => {
  await openPonder(page)
  await makeGreedy(page)
  await inOptions(page, async () => {
    await page.getByRole('radio', { name: 'Skip thinking' }).check()
    await expect(page.getByRole('dialog')).toContainText(
      'R1 was not trained to answer without a thought: expect more mistakes.',
    )
  })
  await ask(page, short)
  const reply = await replyEnded(page)
  await expect(part(reply, 'thought')).toHaveCount(0)
  await expect(part(reply, 'answer')).not.toBeEmpty()
  await expect.poll(() => storedText(page, 'reasoning')).toBe('\n')
  expect((await storedText(page, 'answer')).startsWith('\n\n')).toBe(true)
  expect((await storedAnswers(page)).at(-1)?.figures?.reasoningTokens).toBe(0)
})

test('a branch at temperature 0 says that it would be the same, and is drawn at 0.6', async ({
  page,
}) => {
  await openPonder(page)
  await makeGreedy(page)
  await ask(page, short)
  const first = await replyEnded(page)
  await choose(first, 'Branch from here')
  await first.getByRole('slider', { name: 'Branch from here' }).press('Home')
  await expect(first).toContainText('with nothing else changed, the same words would follow.')
  await expect(
    first.getByRole('button', { name: 'Go on at temperature 0', exact: true }),
  ).toBeEnabled()
  await first.getByRole('button', { name: 'Go on at temperature 0.6' }).click()
  await secondVersion(page)
  const temperatures = (await storedAnswers(page)).map(({ sampling }) => sampling.temperature)
  expect(temperatures).toEqual([0, 0.6])
})
