import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { BrowserContext, Page } from '@playwright/test'

import { textOf } from '../../src/chat/answer.ts'
import { startMortalBrowser, type MortalBrowser } from '../mortalBrowser.ts'
import { expect, test } from './fixtures.ts'
import { answers, ask, engineReady, makeGreedy, openThought, part, replyEnded } from './ponder.ts'
import { storedAnswers } from './storedAnswers.ts'

const question = 'What is 347 × 28?'

test('a browser that is killed in mid-thought loses no word of it, and the reply goes on to the same end', async ({
  baseURL,
}) => {
  const address = baseURL ?? ''
  const profile = mkdtempSync(join(tmpdir(), 'ponder-killed-'))
  let browser = await startMortalBrowser(profile)
  try {
    const page = await openApp(browser.context, address)
    await makeGreedy(page)
    await ask(page, question)
    const whole = await openThought(await replyEnded(page))

    await page.getByRole('button', { name: 'New chat' }).click()
    await makeGreedy(page)
    await ask(page, question)
    let seen = ''
    await expect
      .poll(
        async () => {
          seen = (await thoughtOn(page)).trim()
          return seen.length
        },
        { intervals: [10] },
      )
      .toBeGreaterThan(60)
    browser = await killAndRestart(browser, profile)

    const after = await openApp(browser.context, address)
    const [, broken] = await storedAnswers(after)
    expect(broken?.ending).toEqual({ kind: 'open' })
    expect(broken?.parts.at(-1)?.marks.at(-1)?.kind).toBe('resumed after a crash')
    const kept = broken === undefined ? '' : textOf(broken, 'reasoning')
    expect(words(kept).startsWith(words(seen))).toBe(true)
    await after.goto(`${address}#chat=${broken?.chatId}`)
    const reply = answers(after).last()
    await expect(reply).toContainText('Interrupted when the app closed.')
    await engineReady(after)
    await reply.getByRole('button', { name: 'Continue' }).click()
    await expect(part(reply, 'answer')).toBeVisible({ timeout: 60_000 })
    await replyEnded(after)
    expect(await openThought(reply)).toBe(whole)
  } finally {
    await browser.kill()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
})

async function openApp(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(address)
  await engineReady(page)
  return page
}

async function killAndRestart(browser: MortalBrowser, profile: string): Promise<MortalBrowser> {
  await browser.kill()
  return startMortalBrowser(profile)
}

const thoughtOn = async (page: Page): Promise<string> =>
  (
    await part(answers(page).last(), 'thought')
      .getByRole('region', { name: 'Thought' })
      .allInnerTexts()
  ).join('')

/** A line on the screen is a paragraph of its own. */
const words = (text: string): string => text.replaceAll(/\s/g, '')
