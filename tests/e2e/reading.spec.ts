import type { Locator, Page } from '@playwright/test'

import { expect } from './fixtures.ts'
import {
  answers,
  ask,
  engineReady,
  inOptions,
  openPonder,
  part,
  replyEnded,
  unfoldThought,
} from './ponder.ts'
import { questions, stepText, stepsOfLong } from './scripted/scripts.ts'
import { test } from './scripted/scriptedApp.ts'

const most = 2

/** How far, in pixels, what stood first in a scrolling box has moved at most, in any frame since. */
interface Watch {
  /** In the window. */
  moved(): Promise<number>
  /** In its box. */
  movedInBox(): Promise<number>
}

/** Watches the first line, paragraph or question that is in sight in a box. */
async function watchFirst(box: Locator): Promise<Watch> {
  const watch = await box.evaluateHandle((scroller) => {
    const edge = scroller.getBoundingClientRect().top
    const lines = [...scroller.querySelectorAll('p')]
    const first = lines.find((line) => line.getBoundingClientRect().top >= edge)
    if (first === undefined) throw new Error('Nothing is in sight.')
    const topIn = (): number =>
      first.getBoundingClientRect().top - scroller.getBoundingClientRect().top
    const [top, inBox] = [first.getBoundingClientRect().top, topIn()]
    const seen = { moved: 0, movedInBox: 0 }
    const onFrame = (): void => {
      // One that is gone from the page has moved out of it.
      const off = first.isConnected ? first.getBoundingClientRect().top - top : Infinity
      seen.moved = Math.max(seen.moved, Math.abs(off))
      seen.movedInBox = Math.max(seen.movedInBox, Math.abs(topIn() - inBox))
      requestAnimationFrame(onFrame)
    }
    requestAnimationFrame(onFrame)
    return seen
  })
  return {
    moved: () => watch.evaluate(({ moved }) => moved),
    movedInBox: () => watch.evaluate(({ movedInBox }) => movedInBox),
  }
}

const conversation = (page: Page): Locator => page.getByRole('region', { name: 'Conversation' })
const thoughtBox = (reply: Locator): Locator =>
  part(reply, 'thought').getByRole('region', { name: 'Thought' })

/** Turns the wheel over a box, and waits until it has come to rest. */
async function wheel(page: Page, box: Locator, by: number): Promise<void> {
  await box.hover({ position: { x: 40, y: 40 } })
  await page.mouse.wheel(0, by)
  await box.evaluate(
    (scroller) =>
      new Promise<void>((resolve) => {
        let last = Number.NaN
        let rest = 0
        const onFrame = (): void => {
          rest = scroller.scrollTop === last ? rest + 1 : 0
          last = scroller.scrollTop
          if (rest > 12) resolve()
          else requestAnimationFrame(onFrame)
        }
        requestAnimationFrame(onFrame)
      }),
  )
}

test('who reads further up in a growing thought stays there: while it grows, ends and is answered', async ({
  page,
}) => {
  await openPonder(page)
  await engineReady(page)
  await ask(page, questions.long)
  const reply = answers(page).last()
  const box = thoughtBox(reply)
  await expect(box).toContainText('Step 20.', { timeout: 60_000 })
  await wheel(page, box, -250)
  const inThought = await watchFirst(box)
  await replyEnded(page)
  await expect(part(reply, 'answer')).toContainText('Paragraph 60')
  expect(await inThought.moved()).toBeLessThanOrEqual(most)
  await expect(part(reply, 'thought')).toHaveAttribute('open')

  const inChat = await watchFirst(conversation(page))
  const tool = part(reply, 'thought').getByRole('button', { name: 'Outline' })
  await tool.click()
  await expect(reply.getByRole('navigation', { name: 'Outline of the thought' })).toBeVisible()
  await tool.click()
  await expect(reply.getByRole('navigation', { name: 'Outline of the thought' })).toHaveCount(0)
  expect(await inThought.movedInBox()).toBeLessThanOrEqual(most)
  expect(await inChat.moved()).toBeLessThanOrEqual(most)
  // Folding is then the reader's own to do; what is above stays where it is.
  await part(reply, 'thought').locator('summary').click()
  await expect(part(reply, 'thought')).not.toHaveAttribute('open')
  expect(await inChat.moved()).toBeLessThanOrEqual(most)
})

test('who comes back to the end of a growing thought follows it, and the answer, again', async ({
  page,
}) => {
  await openPonder(page)
  await engineReady(page)
  await ask(page, questions.long)
  const reply = answers(page).last()
  const box = thoughtBox(reply)
  await expect(box).toContainText('Step 20.', { timeout: 60_000 })
  await wheel(page, box, -250)
  // The end moves on meanwhile.
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, 4000)
      return box.evaluate((view) => view.scrollHeight - view.clientHeight - view.scrollTop)
    })
    .toBeLessThanOrEqual(most)
  await replyEnded(page)
  await expect(part(reply, 'thought')).not.toHaveAttribute('open')
  await expect
    .poll(() =>
      conversation(page).evaluate((chat) => chat.scrollHeight - chat.clientHeight - chat.scrollTop),
    )
    .toBeLessThanOrEqual(most)
})

test('who reads further up in the chat stays there: while a thought below grows, ends and folds', async ({
  page,
}) => {
  await openPonder(page)
  await engineReady(page)
  await ask(page, questions.long)
  await replyEnded(page)
  await ask(page, questions.long)
  await expect(answers(page)).toHaveCount(2)
  const reply = answers(page).last()
  await expect(thoughtBox(reply)).toContainText('Step 5.', { timeout: 60_000 })
  await wheel(page, conversation(page), -400)
  const inChat = await watchFirst(conversation(page))
  await replyEnded(page)
  await expect(part(reply, 'thought')).not.toHaveAttribute('open')
  await expect(part(reply, 'answer')).toContainText('Paragraph 60')
  expect(await inChat.moved()).toBeLessThanOrEqual(most)
})

/** How far below the top of the thought's window some words stand, as lines or as tokens. */
const depthOf = (box: Locator, words: string): Promise<number> =>
  box.evaluate((view, wanted) => {
    const walker = document.createTreeWalker(view, NodeFilter.SHOW_TEXT)
    const texts: Text[] = []
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
      texts.push(node as Text)
    let left = texts
      .map(({ data }) => data)
      .join('')
      .indexOf(wanted)
    const first = texts.find(({ length }) => {
      if (left < length) return true
      left -= length
      return false
    })
    if (first === undefined || left < 0) return Number.NaN
    const range = document.createRange()
    range.setStart(first, left)
    range.setEnd(first, left + 1)
    return range.getBoundingClientRect().top - view.getBoundingClientRect().top
  }, words)

const setLens = (page: Page): Promise<void> =>
  inOptions(page, () => page.getByRole('switch', { name: 'Token lens' }).click())

/** A finished long thought that was written with the lens on, unfolded. */
async function askWithLens(page: Page): Promise<Locator> {
  await openPonder(page)
  await engineReady(page)
  await setLens(page)
  await ask(page, questions.long)
  const reply = await replyEnded(page)
  await unfoldThought(reply)
  await expect(reply.getByRole('group', { name: 'Tokens of the thought' })).toBeVisible()
  return reply
}

test('the line that is read stays where it is when the lens is turned off and on', async ({
  page,
}) => {
  const reply = await askWithLens(page)
  const box = thoughtBox(reply)
  // Far from its end: nothing could be kept there, where lines are lower than tokens.
  await box.evaluate((view) => {
    view.scrollTop = view.scrollHeight / 2
  })
  await wheel(page, box, -120)
  // The line at the depth at which one reads, below the bar of the lens.
  const lines = Array.from({ length: stepsOfLong }, (_, index) =>
    stepText(index + 1)
      .trim()
      .split('\n'),
  ).flat()
  let line = ''
  let depth = Number.NaN
  for (const words of lines) {
    const at = await depthOf(box, words)
    if (at > 80) break
    line = words
    depth = at
  }
  expect(depth).toBeGreaterThan(0)
  const tokens = reply.getByRole('group', { name: 'Tokens of the thought' })
  for (const count of [0, 1, 0]) {
    await setLens(page)
    await expect(tokens).toHaveCount(count)
    await expect
      .poll(async () => Math.abs((await depthOf(box, line)) - depth), {
        message: `${line} was ${depth} below the top, with ${count} lenses`,
      })
      .toBeLessThanOrEqual(most)
  }
})

test('a thought under the lens has its outline, its bar and its search', async ({ page }) => {
  const reply = await askWithLens(page)
  const box = thoughtBox(reply)
  const bar = await reply
    .getByRole('button', { name: /^Entropy along the text/ })
    .first()
    .boundingBox()
  await part(reply, 'thought').getByRole('button', { name: 'Outline' }).click()
  const outline = reply.getByRole('navigation', { name: 'Outline of the thought' })
  await outline.getByRole('button', { name: /Step 45\./ }).click()
  await expect.poll(() => depthOf(box, 'Step 45.')).toBeGreaterThan(bar?.height ?? 0)
  expect(await depthOf(box, 'Step 45.')).toBeLessThan(140)
  await expect(outline.locator('[aria-current="location"]')).toContainText('Step 45.')

  await page.getByRole('slider', { name: 'Place in the thought' }).press('End')
  await expect.poll(() => depthOf(box, `Step ${stepsOfLong}.`)).toBeLessThan(600)

  await part(reply, 'thought').getByRole('button', { name: 'Search', exact: true }).click()
  await page.getByRole('searchbox', { name: 'Search this thought' }).fill('step 7')
  await expect(part(reply, 'thought').getByRole('status')).toHaveText(/of 11$/)
  await page.getByRole('searchbox', { name: 'Search this thought' }).press('Enter')
  await expect
    .poll(() =>
      page.evaluate(() => [...(CSS.highlights.get('thought-found-now') ?? [])].map(String)),
    )
    .toEqual(['Step 7'])
  await expect.poll(() => depthOf(box, 'Step 7')).not.toBeNaN()
  await expect
    .poll(() =>
      box.evaluate((view) => {
        const { top, bottom } = view.getBoundingClientRect()
        const [found] = [...(CSS.highlights.get('thought-found-now') ?? [])]
        const place = found instanceof Range ? found.getBoundingClientRect() : undefined
        return place !== undefined && place.top >= top && place.bottom <= bottom
      }),
    )
    .toBe(true)
})

test('the chat stays where it is when replies above are drawn with the lens and without', async ({
  page,
}) => {
  const reply = await askWithLens(page)
  await part(reply, 'thought').locator('summary').click()
  await ask(page, questions.long)
  await expect(answers(page)).toHaveCount(2)
  await replyEnded(page)
  const question = page.getByRole('article', { name: 'Question' }).last()
  await question.evaluate((element) => element.scrollIntoView({ block: 'start' }))
  await wheel(page, conversation(page), -4)
  const inChat = await watchFirst(conversation(page))
  const tokens = page.getByRole('group', { name: 'Tokens of the answer' })
  for (const count of [0, 2]) {
    await setLens(page)
    await expect(tokens).toHaveCount(count)
  }
  expect(await inChat.moved()).toBeLessThanOrEqual(most)
})
