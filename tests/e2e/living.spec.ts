import type { Locator, Page } from '@playwright/test'

import { textOf } from '../../src/chat/answer.ts'
import { expect, test } from './fixtures.ts'
import {
  answers,
  ask,
  makeGreedy,
  openPonder,
  openThought,
  part,
  replyEnded,
  setOption,
} from './ponder.ts'
import { storedAnswers } from './storedAnswers.ts'

const long = 'What is 347 × 28?'
const short = 'What is 17 + 25?'

const mark = (reply: Locator): Locator => reply.locator('[data-part="mark"]')
/** The text of a thought as it is stored, to the character. */
const storedThoughts = async (page: Page): Promise<readonly string[]> =>
  (await storedAnswers(page)).map((answer) => textOf(answer, 'reasoning'))

/** Counts the tokens that the worker makes after the turn is told to stop, by the worker's own times. */
async function watchTokens(page: Page): Promise<void> {
  await page.addInitScript(() => {
    interface Heard {
      readonly type: string
      readonly event?: { readonly type: string; readonly at?: readonly number[] }
    }
    const scope = globalThis as unknown as { tokensAfterStop: () => number }
    const batches: { readonly heard: number; readonly at: readonly number[] }[] = []
    let stoppedAt = Infinity
    let next = 0
    const { postMessage } = Worker.prototype
    Worker.prototype.postMessage = function post(this: Worker, ...sent: [never]) {
      const { type } = sent[0] as { readonly type?: string }
      if (type === 'turn-stop') stoppedAt = performance.now()
      if (type === 'turn-start') next += 1
      return postMessage.apply(this, sent)
    }
    const Plain = Worker
    globalThis.Worker = class extends Plain {
      constructor(...given: ConstructorParameters<typeof Plain>) {
        super(...given)
        this.addEventListener('message', ({ data }: MessageEvent<Heard>) => {
          if (next === 1 && data.type === 'turn-event' && data.event?.type === 'tokens')
            batches.push({ heard: performance.now(), at: data.event.at ?? [] })
        })
      }
    }
    scope.tokensAfterStop = () => {
      if (stoppedAt === Infinity) throw new Error('The worker was not asked to stop.')
      // A batch leaves with its last token: the quickest one tells the worker's clock best.
      const start = Math.min(...batches.map(({ heard, at }) => heard - (at.at(-1) ?? -Infinity)))
      return batches.flatMap(({ at }) => at).filter((time) => start + time > stoppedAt).length
    }
  })
}

test('answer now ends the thought within two tokens, and an answer follows', async ({ page }) => {
  await watchTokens(page)
  await openPonder(page)
  await makeGreedy(page)
  await ask(page, long)
  const reply = answers(page).last()
  await expect(part(reply, 'thought')).toContainText('347', { timeout: 60_000 })
  await reply.getByRole('button', { name: 'Answer now' }).click()
  await replyEnded(page)
  expect(
    await page.evaluate(() =>
      (globalThis as unknown as { tokensAfterStop: () => number }).tokensAfterStop(),
    ),
  ).toBeLessThanOrEqual(2)
  await expect(part(reply, 'answer')).not.toBeEmpty()
  await expect(mark(reply)).toHaveText('You closed the thought.')
  await page.reload()
  await expect(mark(answers(page).last())).toHaveText('You closed the thought.')
})

test('a budget of 20 gives a thought of 20 tokens at most, and then an answer', async ({
  page,
}) => {
  await openPonder(page)
  await makeGreedy(page)
  await setOption(page, 'Thinking budget', '20')
  await ask(page, long)
  const reply = await replyEnded(page)
  await expect(part(reply, 'thought')).toContainText('· 20 tokens')
  await expect(part(reply, 'answer')).not.toBeEmpty()
  await expect.poll(async () => (await storedAnswers(page))[0]?.figures?.reasoningTokens).toBe(20)
  const [thought = ''] = await storedThoughts(page)
  expect(thought.endsWith('\n')).toBe(true)
})

test('at least 80 tokens give a thought of 80 at least', async ({ page }) => {
  await openPonder(page)
  await makeGreedy(page)
  await setOption(page, 'Think at least', '80')
  await ask(page, 'What is 2 + 3?')
  const reply = await replyEnded(page)
  await expect
    .poll(async () => (await storedAnswers(page))[0]?.figures?.reasoningTokens)
    .toBeGreaterThanOrEqual(80)
  const [thought = ''] = await storedThoughts(page)
  expect(thought).toContain('Wait,')
  await expect(part(reply, 'answer')).not.toBeEmpty()
  await expect(mark(reply)).toContainText('The thought was sent on')
})

test('an edited thought changes what follows, and both versions remain after a reload', async ({
  page,
}) => {
  await openPonder(page)
  await makeGreedy(page)
  await ask(page, short)
  const reply = await replyEnded(page)
  await expect(part(reply, 'answer')).toContainText('42')
  const before = await openThought(reply)
  await reply.getByRole('button', { name: 'Edit thought' }).click()
  await reply
    .getByRole('textbox', { name: 'Edited thought' })
    .fill(before.replaceAll('42', '41').replace(/\n?Check[\s\S]*$/, '\nSo 17 + 25 = 41.'))
  await reply.getByRole('button', { name: 'Answer from here' }).click()
  await expect(answers(page).last()).toContainText('2 of 2')
  const edited = await replyEnded(page)
  await expect(part(edited, 'answer')).toContainText('41')

  await page.reload()
  await expect(answers(page).last()).toContainText('2 of 2')
  await expect(part(answers(page).last(), 'answer')).toContainText('41')
  await answers(page).last().getByRole('button', { name: 'Previous version' }).click()
  await expect(part(answers(page).last(), 'answer')).toContainText('42')
})

test('a branch at the third step is a second version with the exact same beginning', async ({
  page,
}) => {
  await openPonder(page)
  await ask(page, long)
  const reply = await replyEnded(page)
  await reply.getByRole('button', { name: 'Change this reply' }).click()
  await reply.getByRole('button', { name: 'Branch from here' }).click()
  const slider = reply.getByRole('slider', { name: 'Branch from here' })
  await slider.press('Home')
  await slider.press('ArrowDown')
  await slider.press('ArrowDown')
  await reply.getByRole('button', { name: 'Go on from here' }).click()
  await expect(answers(page).last()).toContainText('2 of 2')
  await replyEnded(page)
  await expect(mark(answers(page).last())).toContainText('Branched from another version after')
  await expect.poll(async () => (await storedAnswers(page)).length).toBe(2)
  const [first, second] = await storedAnswers(page)
  const at = second?.parts[0]?.marks.find(({ kind }) => kind === 'branched')?.at ?? 0
  const [one = '', other = ''] = await storedThoughts(page)
  expect(one.slice(0, at).split('\n')).toHaveLength(3)
  expect(other.slice(0, at)).toBe(one.slice(0, at))
  expect(second?.parent).toBe(first?.parent)

  await answers(page).last().getByRole('button', { name: 'Change this reply' }).click()
  await answers(page).last().getByRole('button', { name: 'Compare versions' }).click()
  const dialog = page.getByRole('dialog', { name: 'Compare versions' })
  await expect(dialog.getByRole('region', { name: 'Thought' })).toContainText(
    one.trim().split('\n')[0] ?? '',
  )
  await page.keyboard.press('Escape')

  await page.reload()
  await expect(answers(page).last()).toContainText('2 of 2')
  expect(await storedThoughts(page)).toEqual([one, other])
  expect(await openThought(answers(page).last())).toContain(other.trim().split('\n')[0] ?? '')
  await answers(page).last().getByRole('button', { name: 'Previous version' }).click()
  await expect(answers(page).last()).toContainText('1 of 2')
})
