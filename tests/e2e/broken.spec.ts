import type { Locator, Page } from '@playwright/test'

import { expect, test } from './fixtures.ts'
import {
  answers,
  ask,
  engineReady,
  openPonder,
  openThought,
  part,
  questions,
  replyEnded,
} from './ponder.ts'
import { readRecords, writeRecord } from './storedRecords.ts'

const longQuestion = 'What is 347 × 28?'

test('two tabs that write at the same time each find their own chat again', async ({
  page,
  context,
}) => {
  test.setTimeout(180_000)
  const other = await context.newPage()
  await openPonder(page)
  await openPonder(other)
  await ask(page, 'What is 2 + 3?')
  await ask(other, 'What is 4 + 5?')
  const before = [await wholeReply(page), await wholeReply(other)]

  await Promise.all([page.reload(), other.reload()])
  await expect(questions(page)).toHaveText(/2 \+ 3/)
  await expect(questions(other)).toHaveText(/4 \+ 5/)
  expect([await wholeReply(page), await wholeReply(other)]).toEqual(before)
  for (const tab of [page, other]) await expect(chatLinks(tab)).toHaveCount(2)
})

test('a reply that one tab writes is left alone by another, which says so and has it in the end', async ({
  page,
  context,
}) => {
  await openPonder(page)
  await engineReady(page)
  await ask(page, longQuestion)
  const reply = answers(page).last()
  await expect.poll(() => thoughtLength(reply), { timeout: 60_000 }).toBeGreaterThan(10)
  await page.keyboard.press('Escape')
  await expect(reply).toContainText('Stopped.')
  const other = await context.newPage()
  await other.goto(page.url())
  const same = answers(other).last()
  await expect(same).toContainText('Stopped.')

  await reply.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible()
  // It knows at once, and shows the reply as it grows.
  await expect(same).toContainText('Another tab of this browser is writing this reply.')
  await expect(same.getByRole('button', { name: 'Continue' })).toHaveCount(0)
  const whole = await wholeReply(page)
  await expect(part(same, 'answer')).toHaveText(whole.answer, { timeout: 60_000 })
  expect(await wholeReply(other)).toEqual(whole)
  await expect(same).not.toContainText('Another tab')
})

test('a tab that dies in mid-thought leaves what was saved, says so, and goes on from there', async ({
  page,
  context,
}) => {
  await openPonder(page)
  await ask(page, longQuestion)
  let saved = ''
  await expect
    .poll(async () => (saved = await savedThought(page)).length, { timeout: 60_000 })
    .toBeGreaterThan(20)
  const died = page.waitForEvent('crash')
  const devtools = await context.newCDPSession(page)
  // It has nobody left to answer.
  void devtools.send('Page.crash').catch(() => undefined)
  await died

  const next = await context.newPage()
  await openPonder(next)
  await chatLinks(next).click()
  const reply = answers(next).last()
  await expect(reply).toContainText('Interrupted when the app closed.')
  const kept = withoutSpaces(await openThought(reply))
  expect(kept.startsWith(withoutSpaces(saved))).toBe(true)

  await engineReady(next)
  await reply.getByRole('button', { name: 'Continue' }).click()
  await expect(part(reply, 'answer')).toBeVisible({ timeout: 60_000 })
  await replyEnded(next)
  const whole = withoutSpaces(await openThought(reply))
  expect(whole.startsWith(kept)).toBe(true)
  expect(whole.length).toBeGreaterThan(kept.length)
  await expect(reply).not.toContainText('Interrupted')
})

test('with the network gone a question is still answered', async ({ page, context, faults }) => {
  const unreachable: string[] = []
  page.on('requestfailed', (request) => unreachable.push(request.url()))
  await openPonder(page)
  await engineReady(page)
  await context.setOffline(true)
  await ask(page, 'What is 2 + 3?')
  await expect(part(await replyEnded(page), 'answer')).toContainText('5')
  // The browser itself looks for the icon again when the address changes; the app asks for nothing.
  expect(unreachable.filter((url) => !url.endsWith('/icon.svg'))).toEqual([])
  const isOffline = (fault: string) => fault.endsWith('net::ERR_INTERNET_DISCONNECTED')
  expect(faults.splice(0).filter((fault) => !isOffline(fault))).toEqual([])
})

for (const [death, lastWords, title] of [
  ['with an error', ['Out of memory'], 'The model’s worker broke down'],
  // Found by its silence, which takes half a minute.
  ['without a word', [], 'The model stopped answering'],
] as const)
  test(`a worker that dies ${death} in mid-thought is told of, and the reply goes on after it`, async ({
    page,
  }) => {
    test.setTimeout(180_000)
    await page.addInitScript(`{
      const Native = Worker
      globalThis.Worker = class extends Native {
        constructor(...given) {
          super(...given)
          globalThis.endWorker = (words) => {
            this.terminate()
            for (const message of words) this.dispatchEvent(new ErrorEvent('error', { message }))
          }
        }
      }
    }`)
    await openPonder(page)
    await engineReady(page)
    await ask(page, longQuestion)
    const reply = answers(page).last()
    await expect.poll(() => thoughtLength(reply), { intervals: [30] }).toBeGreaterThan(20)
    await page.evaluate(`endWorker(${JSON.stringify(lastWords)})`)

    await expect(reply).toContainText(`It broke off: ${title}`, { timeout: 60_000 })
    await expect(page.getByRole('alert')).toContainText(title)
    const kept = withoutSpaces(await openThought(reply))
    expect(kept.length).toBeGreaterThan(10)
    await page.getByRole('button', { name: 'Load again' }).click()
    await engineReady(page)
    await expect(page.getByRole('alert')).toHaveCount(0)
    await reply.getByRole('button', { name: 'Continue' }).click()
    await expect(part(reply, 'answer')).toBeVisible({ timeout: 60_000 })
    await replyEnded(page)
    expect(withoutSpaces(await openThought(reply)).startsWith(kept)).toBe(true)
    await expect(reply).not.toContainText('It broke off')
  })

test('damaged records are reported and kept aside, and everything else opens', async ({ page }) => {
  await openPonder(page)
  await ask(page, 'What is 2 + 3?')
  await replyEnded(page)
  await page.getByRole('button', { name: 'New chat' }).click()
  await ask(page, 'What is 4 + 5?')
  const whole = await wholeReply(page)

  const records = Object.entries(await readRecords(page))
  const [damaged] = records.find(([, record]) => isChat(record, 'What is 2 + 3?')) ?? ['']
  expect(damaged).toMatch(/^chat\//)
  await writeRecord(page, damaged, { v: 1, title: 7 })
  await writeRecord(page, 'chat/nonsense', 'not a record at all')
  await page.reload()
  await expect(page.getByRole('alert')).toContainText('2 stored records could not be opened')
  expect(await wholeReply(page)).toEqual(whole)
  // Its own record is lost and its messages are not: it is made anew around them.
  await chatLinks(page).filter({ hasText: '2 + 3' }).click()
  await expect(questions(page)).toContainText('What is 2 + 3?')
  await expect(part(answers(page), 'answer')).toContainText('5')

  const after = await readRecords(page)
  expect(after['broken/chat/nonsense']).toMatchObject({ raw: 'not a record at all' })
  expect(after[`broken/${damaged}`]).toMatchObject({ raw: { v: 1, title: 7 } })
  await page.reload()
  await expect(chatLinks(page)).toHaveCount(2)
  await expect(page.getByRole('alert')).toHaveCount(0)
})

const chatLinks = (page: Page): Locator =>
  page.getByRole('navigation', { name: 'Chats' }).getByRole('link')

/** Everything of the last reply that a reload must bring back. */
async function wholeReply(page: Page): Promise<{ thought: string; answer: string }> {
  const reply = await replyEnded(page)
  return { answer: await part(reply, 'answer').innerText(), thought: await openThought(reply) }
}

const thoughtLength = async (reply: Locator): Promise<number> =>
  (await part(reply, 'thought').getByRole('region').allInnerTexts()).join('').length

interface StoredAnswer {
  readonly role: 'answer'
  readonly parts: readonly { readonly kind: string; readonly text: string }[]
}

/** What of a thought is on disk while it grows. */
async function savedThought(page: Page): Promise<string> {
  const records = Object.values(await readRecords(page))
  const parts = records.filter(isAnswer).flatMap((answer) => answer.parts)
  return parts.map(({ kind, text }) => (kind === 'reasoning' ? text : '')).join('')
}

const isAnswer = (record: unknown): record is StoredAnswer =>
  (record as { role?: unknown }).role === 'answer'

const isChat = (record: unknown, title: string): boolean =>
  (record as { title?: unknown }).title === title

const withoutSpaces = (text: string): string => text.replaceAll(/\s/g, '')
