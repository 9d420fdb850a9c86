import type { Locator, Page } from '@playwright/test'

import { examine } from './examine.ts'
import { expect, test } from './fixtures.ts'
import { answers, ask, keptForOffline, makeGreedy, openPonder, part, replyEnded } from './ponder.ts'
import { storedText } from './storedAnswers.ts'
import { deleteRecord, readRecords } from './storedRecords.ts'

const long = 'What is 347 × 28?'

const replayOf = (reply: Locator): Locator => reply.locator('[data-part="replay"]')
const positionOf = (reply: Locator): Locator => reply.getByRole('slider', { name: 'Position' })
const marksOf = (reply: Locator): Locator => reply.locator('[data-part="mark"]')

/** A thought as it is drawn: a paragraph a line. */
async function shownThought(reply: Locator): Promise<string> {
  const lines = await part(reply, 'thought').locator('section p').allTextContents()
  return lines.map((line) => (line === '\u00A0' ? '' : line)).join('\n')
}

const timesOf = async (page: Page): Promise<readonly string[]> =>
  Object.keys(await readRecords(page)).filter((key) => key.startsWith('timing/'))

test('a reply plays again with the same text and marks, and nothing stored changes', async ({
  page,
}) => {
  await openPonder(page)
  await makeGreedy(page)
  await ask(page, long)
  const reply = answers(page).last()
  await expect(part(reply, 'thought')).toContainText('347', { timeout: 60_000 })
  await reply.getByRole('button', { name: 'Answer now' }).click()
  await replyEnded(page)
  await expect.poll(() => timesOf(page)).toHaveLength(1)
  const before = await readRecords(page)
  const answer = await part(reply, 'answer').innerText()
  const thought = await storedText(page, 'reasoning')

  await reply.getByRole('button', { name: 'Replay' }).click()
  const replay = replayOf(reply)
  await expect(replay).toContainText('Replay, at the speed at which it was written.')
  // It plays by itself to its end, whatever this machine's frames are.
  await replay.getByRole('combobox', { name: 'Speed' }).selectOption('8×')
  await expect(replay.getByRole('status').first()).toHaveText('End of the replay', {
    timeout: 60_000,
  })
  expect(await shownThought(reply)).toBe(thought.trimEnd())
  await expect(part(reply, 'answer')).toHaveText(answer)
  await expect(marksOf(reply)).toHaveText('You closed the thought.')

  // Again from the start: the first tokens are not there, and neither is what was done later.
  const position = positionOf(reply)
  await position.press('Home')
  await expect(replay.getByRole('status').first()).toHaveText('Reading the prompt')
  await expect(part(reply, 'thought')).toHaveCount(0)
  await expect(marksOf(reply)).toHaveCount(0)
  const end = Number(await position.getAttribute('max'))
  for (const share of [0.3, 0.5, 0.7, 0.9]) {
    await position.fill(String(end * share))
    await expect(position).toHaveAttribute('aria-valuetext', /^[\d.]+ of [\d.]+ s, \w+/)
    const shown = (await part(reply, 'thought').count()) === 0 ? '' : await shownThought(reply)
    expect(thought.startsWith(shown)).toBe(true)
  }

  await replay.getByRole('button', { name: 'Close replay' }).press('Escape')
  await expect(replay).toHaveCount(0)
  await expect(reply.getByRole('button', { name: 'Replay' })).toBeFocused()
  await expect(part(reply, 'answer')).toHaveText(answer)
  expect(await readRecords(page)).toEqual(before)
})

test('a replay pauses, moves by the keyboard, and plays without a network', async ({ page }) => {
  await openPonder(page)
  await ask(page, long)
  await replyEnded(page)
  await keptForOffline(page)
  await expect.poll(() => timesOf(page)).toHaveLength(1)
  await page.context().setOffline(true)
  await page.reload()
  const reply = answers(page).last()
  await reply.getByRole('button', { name: 'Replay' }).click()
  await expect(replayOf(reply)).toContainText('at the speed at which it was written')
  const pause = reply.getByRole('button', { name: 'Pause' })
  await expect(pause).toBeFocused()
  await page.keyboard.press('Enter')
  const position = positionOf(reply)
  const paused = Number(await position.inputValue())
  await position.press('PageUp')
  expect(Number(await position.inputValue())).toBeGreaterThan(paused)
  await position.press('Home')
  expect(Number(await position.inputValue())).toBe(0)
  await reply.getByRole('button', { name: 'Play', exact: true }).click()
  await expect
    .poll(async () => Number(await position.inputValue()), { timeout: 60_000 })
    .toBeGreaterThan(0)
  // Its message takes it along.
  await page.keyboard.press('Escape')
  await reply.getByRole('button', { name: 'Delete answer' }).click()
  await expect.poll(() => timesOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => timesOf(page)).toHaveLength(1)
})

test('a reply whose times nobody kept plays evenly at its measured speed, and says so', async ({
  page,
}) => {
  await openPonder(page)
  await ask(page, 'What is 17 + 25?')
  const reply = await replyEnded(page)
  await expect.poll(() => timesOf(page)).toHaveLength(1)
  for (const key of await timesOf(page)) await deleteRecord(page, key)
  await reply.getByRole('button', { name: 'Replay' }).click()
  await expect(replayOf(reply)).toContainText(
    /No times were kept of this reply: it plays evenly, at its measured [\d.]+ tokens a second\./,
  )
  await positionOf(reply).press('End')
  const thought = await storedText(page, 'reasoning')
  expect(await shownThought(reply)).toBe(thought.trimEnd())
})

for (const width of [390, 1440])
  test(`at ${width} px the replay can be read and reached, light and dark, without motion`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await openPonder(page)
    await ask(page, long)
    const reply = await replyEnded(page)
    await reply.getByRole('button', { name: 'Replay' }).click()
    await reply.getByRole('button', { name: 'Pause' }).click()
    const position = positionOf(reply)
    for (const [name, share] of [
      ['thinking', 0.6],
      ['end', 1],
    ] as const) {
      await position.fill(String(Number(await position.getAttribute('max')) * share))
      await examine(page, `replay ${name}`)
    }
    const small = await replayOf(reply)
      .locator('button, input, select, summary')
      .evaluateAll(
        (targets) =>
          targets
            .map((target) => target.getBoundingClientRect())
            .filter((box) => Math.min(box.width, box.height) < 24).length,
      )
    expect(small).toBe(0)
  })
