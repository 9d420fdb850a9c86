import type { BrowserContext, Page } from '@playwright/test'

import { createChance } from '../fakes/chance.ts'
import { expect, test } from './fixtures.ts'
import {
  answers,
  ask,
  engineReady,
  openPonder,
  part,
  questions,
  replyEnded,
  setOption,
} from './ponder.ts'

const longQuestion = 'What is 347 × 28?'
const rounds = Number(process.env['PONDER_TAB_ROUNDS'] ?? 4)
const seed = Number(process.env['PONDER_SEED'] ?? 8)

/** Each engine is a worker of its tab. */
const hasEngine = (page: Page): boolean =>
  page.workers().some((worker) => worker.url().includes('engine.worker'))

const engines = (context: BrowserContext): number => context.pages().filter(hasEngine).length

const thoughtLength = async (page: Page): Promise<number> =>
  ((await part(answers(page).last(), 'thought').textContent({ timeout: 1_000 })) ?? '').length

const thinks = (page: Page, characters = 120): Promise<void> =>
  expect
    .poll(() => thoughtLength(page).catch(() => 0), { timeout: 60_000, intervals: [50] })
    .toBeGreaterThan(characters)

async function crash(context: BrowserContext, page: Page): Promise<number> {
  const devtools = await context.newCDPSession(page)
  const died = page.waitForEvent('crash')
  // It has nobody left to answer.
  void devtools.send('Page.crash').catch(() => undefined)
  await died
  return performance.now()
}

test('one engine serves two tabs: a reply is seen growing in both, and a second question waits', async ({
  page,
  context,
}) => {
  await openPonder(page)
  await engineReady(page)
  const other = await context.newPage()
  const third = await context.newPage()
  await openPonder(other)
  await openPonder(third)
  await engineReady(other)
  await ask(page, longQuestion)
  await thinks(page, 40)
  await other.goto(page.url())
  await expect(answers(other).last()).toContainText('Another tab of this browser is writing')
  await ask(third, 'What is 2 + 3?')
  await expect(answers(third).last()).toContainText('Waiting for the reply in another tab')
  await thinks(other, 40)
  expect(engines(context)).toBe(1)

  const reply = await replyEnded(page)
  await expect(part(reply, 'answer')).toContainText('9716')
  await replyEnded(other)
  await expect(part(answers(other).last(), 'answer')).toContainText('9716')
  await expect(part(await replyEnded(third), 'answer')).toContainText('5')
  expect(engines(context)).toBe(1)
})

test('a reply is stopped from a tab that looks on', async ({ page, context }) => {
  await openPonder(page)
  await engineReady(page)
  // Long enough for a second tab to be opened meanwhile.
  await setOption(page, 'Think at least', '900')
  await ask(page, longQuestion)
  await thinks(page, 40)
  const other = await context.newPage()
  await other.goto(page.url())
  await other.getByRole('button', { name: 'Stop' }).click()
  await expect(answers(page).last()).toContainText('Stopped.')
  await expect(answers(other).last()).toContainText('Stopped.')
})

test('when the tab with the engine dies in mid-thought, another goes on with its reply by itself', async ({
  page,
  context,
}) => {
  await openPonder(page)
  await engineReady(page)
  await ask(page, longQuestion)
  const other = await context.newPage()
  await other.goto(page.url())
  await thinks(other)
  const before = await part(answers(other).last(), 'thought').textContent()
  const started = other.waitForEvent('worker', { timeout: 60_000 })
  const diedAt = await crash(context, page)
  await started
  const takenUpMs = performance.now() - diedAt
  await engineBusy(other)
  const loadedMs = performance.now() - diedAt
  const reply = await replyEnded(other)
  process.stdout.write(
    `Taken up after ${takenUpMs.toFixed(0)} ms, the model loaded after ${loadedMs.toFixed(0)} ms.\n`,
  )
  await expect(part(reply, 'answer')).toContainText('9716')
  await expect(reply).toContainText('Resumed after a crash.')
  const whole = (await part(reply, 'thought').textContent()) ?? ''
  expect(withoutCount(whole)).toContain(withoutCount(before ?? '').slice(0, 80))
})

const engineBusy = (page: Page): Promise<void> =>
  expect(page.locator('html')).toHaveAttribute('data-engine', /ready|generating/, {
    timeout: 60_000,
  })

/** The summary's time and tokens change; the thought's words do not. */
const withoutCount = (text: string): string =>
  text.replaceAll(/\s+/g, '').replace(/^.*?tokens(OutlineSearch)?/, '')

test(`${rounds} rounds of random sends, edits, closings and deaths: one engine, nothing lost`, async ({
  page,
  context,
}) => {
  test.setTimeout(60_000 + rounds * 60_000)
  process.stdout.write(`Seed ${seed}, ${rounds} rounds.\n`)
  const chance = createChance(seed)
  const pick = <Value>(values: readonly Value[]): Value =>
    values[Math.floor(chance() * values.length)] as Value
  const asked: string[] = []
  const dead = new Set<Page>()
  const tabs = (): Page[] => context.pages().filter((each) => !dead.has(each))
  await openPonder(page)
  await engineReady(page)

  for (let round = 0; round < rounds; round += 1) {
    while (tabs().length < 2 + Math.floor(chance() * 3)) {
      const tab = await context.newPage()
      await openPonder(tab)
    }
    const writer = pick(tabs())
    const question = `What is ${10 + round} + ${1 + Math.floor(chance() * 80)}?`
    asked.push(question)
    await writer.getByRole('button', { name: 'New chat' }).click()
    await ask(writer, question)
    await expect(questions(writer).last()).toContainText(question)
    await writer.waitForTimeout(chance() * 1_500)
    const holder = tabs().find(hasEngine) ?? writer
    expect(tabs().filter(hasEngine).length).toBeLessThan(2)
    const what = chance()
    if (what < 0.35) {
      await crash(context, holder)
      dead.add(holder)
    } else if (what < 0.7) await holder.close()
  }

  const last = tabs()[0] ?? (await context.newPage())
  await openPonder(last)
  for (const question of asked) {
    await last.getByRole('link', { name: question }).first().click()
    await expect(questions(last).last()).toContainText(question)
    const reply = answers(last).last()
    const figures = part(reply, 'stats')
    const goOn = reply.getByRole('button', { name: 'Continue' })
    await expect(figures.or(goOn).first()).toBeVisible({ timeout: 90_000 })
    // A reply of which every tab was gone waits for its person.
    if (await goOn.isVisible()) {
      await goOn.click()
      await replyEnded(last)
    }
    const [, one = '', two = ''] = /(\d+) \+ (\d+)/.exec(question) ?? []
    await expect(part(reply, 'answer')).toContainText(String(Number(one) + Number(two)))
  }
  expect(tabs().filter(hasEngine).length).toBeLessThan(2)
})
