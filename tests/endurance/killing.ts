import type { BrowserContext, Locator, Page } from '@playwright/test'

import type { Answer } from '../../src/chat/message.ts'
import { ask, engineReady } from '../e2e/ponder.ts'
import { readRecords } from '../e2e/storedRecords.ts'
import { rawOf } from '../fakes/conversations.ts'
import { startMortalBrowser } from '../mortalBrowser.ts'
import { scriptQuestion, tokensOf, type Script } from './script.ts'
import { watchPaint, type Painted } from './watchPaint.ts'

export const waysToDie = ['browser', 'worker', 'tab', 'reload'] as const
export type Death = (typeof waysToDie)[number]

/** A reply from its question to its end, whatever comes between. */
interface Reply {
  readonly number: number
  readonly script: Script
  /** The most of it that was seen, over all lives. */
  seen: Painted
  answer: Answer | undefined
}

export interface Tally {
  readonly deaths: Record<Death, number>
  /** Words that were on the screen before a death, added up, and those of them that were gone after. */
  seen: number
  lost: number
  /** Deaths that came before the first word, and after the last. */
  early: number
  late: number
  /** Tokens on the disk that nobody had seen. */
  ahead: number
  replies: number
  /** Replies that were cut off at least once and went on to their end. */
  continued: number
  /** What went wrong, a sentence each. */
  readonly faults: string[]
}

/** The app in one profile, asked, killed, opened again and continued until it has died so often. */
export async function killOften(
  address: string,
  profile: string,
  kills: number,
  chance: () => number,
  onKill: (tally: Tally, number: number) => void,
): Promise<Tally> {
  const tally: Tally = {
    deaths: { browser: 0, worker: 0, tab: 0, reload: 0 },
    seen: 0,
    lost: 0,
    early: 0,
    late: 0,
    ahead: 0,
    replies: 0,
    continued: 0,
    faults: [],
  }
  let painted: Painted = { thought: 0, answer: 0 }
  let browser = await startMortalBrowser(profile)
  let page = await openPage(browser.context)
  let reply = await begin()

  async function openPage(context: BrowserContext, isNew = true): Promise<Page> {
    if (isNew) {
      await context.addInitScript(watchPaint)
      await context.exposeBinding('notePainted', (_source, next: Painted) => {
        painted = atMost(painted, next)
      })
    }
    const opened = await context.newPage()
    opened.on('pageerror', (error) => tally.faults.push(`The page failed: ${error.message}`))
    await opened.goto(address)
    await opened.getByRole('textbox', { name: 'Message' }).waitFor({ timeout: 60_000 })
    return opened
  }

  async function begin(): Promise<Reply> {
    tally.replies += 1
    const script: Script = {
      thought: 40 + Math.floor(chance() * 160),
      answer: 20 + Math.floor(chance() * 80),
      perSecond: 50 + Math.floor(chance() * 150),
    }
    await engineReady(page)
    await page.getByRole('button', { name: 'New chat' }).first().click()
    painted = { thought: 0, answer: 0 }
    await ask(page, scriptQuestion(tally.replies, script))
    return { number: tally.replies, script, seen: painted, answer: undefined }
  }

  async function die(death: Death): Promise<void> {
    tally.deaths[death] += 1
    switch (death) {
      case 'browser':
        await browser.kill()
        browser = await startMortalBrowser(profile)
        page = await openPage(browser.context)
        return
      case 'worker':
        await page.evaluate(() => globalThis.engineWorkers?.forEach((worker) => worker.terminate()))
        // What it has posted still comes on the screen, and counts.
        await sleep(300)
        await page.reload()
        return
      case 'tab': {
        const old = page
        await old.close()
        page = await openPage(browser.context, false)
        return
      }
      case 'reload':
        await page.reload()
    }
  }

  async function check(dying: Reply): Promise<void> {
    await page.getByRole('textbox', { name: 'Message' }).waitFor({ timeout: 60_000 })
    const seen = atMost(dying.seen, painted)
    dying.seen = seen
    const records = await readRecords(page)
    dying.answer = findAnswer(records, dying)
    const kept = wordsOf(dying.answer)
    const lost = Math.max(0, seen.thought - kept.thought) + Math.max(0, seen.answer - kept.answer)
    tally.seen += seen.thought + seen.answer
    tally.lost += lost
    tally.ahead += kept.thought + kept.answer - seen.thought - seen.answer + lost
    if (seen.thought === 0) tally.early += 1
    if (dying.answer?.ending.kind === 'stop') tally.late += 1
    if (lost > 0)
      tally.faults.push(
        `Reply ${dying.number} lost ${lost} words: seen ${describe(seen)}, kept ${describe(kept)}.`,
      )
    if (dying.answer !== undefined && !isBeginning(dying.answer, dying.script))
      tally.faults.push(`Reply ${dying.number} is not what was said.`)
    const left = Object.keys(records).filter((key) => /^(?:journal|broken)\//.test(key))
    if (left.length > 0) tally.faults.push(`Reply ${dying.number} left ${left[0]} behind.`)
  }

  /** Opens its chat and goes on; a reply of which nothing is left is asked for anew. */
  async function goOn(dying: Reply): Promise<Reply> {
    if (dying.answer === undefined || dying.answer.ending.kind === 'stop') return begin()
    await page.goto(`${address}#chat=${dying.answer.chatId}`)
    await engineReady(page)
    await page
      .getByRole('article', { name: 'Answer' })
      .getByRole('button', { name: 'Continue' })
      .click()
    return dying
  }

  async function finish(dying: Reply): Promise<void> {
    const deadline = performance.now() + 60_000
    while (performance.now() < deadline) {
      await sleep(100)
      const answer = findAnswer(await readRecords(page), dying)
      if (answer === undefined || answer.ending.kind === 'open') continue
      if (answer.ending.kind !== 'stop' || !isWhole(answer, dying.script))
        tally.faults.push(
          `Reply ${dying.number} ended otherwise: ${JSON.stringify(answer.ending)}, ${describe(wordsOf(answer))}.`,
        )
      else if (dying.answer !== undefined) tally.continued += 1
      return
    }
    tally.faults.push(`Reply ${dying.number} did not end.`)
  }

  try {
    for (let number = 1; number <= kills; number += 1) {
      const { thought, answer, perSecond } = reply.script
      // Now and then later than its end, when the last save and the end of the journal are under way.
      const wholeMs = (1000 * (thought + answer)) / perSecond
      await sleep(chance() * (chance() < 0.1 ? wholeMs + 400 : Math.min(1500, wholeMs)))
      await die(waysToDie[Math.floor(chance() * waysToDie.length)] ?? 'browser')
      await check(reply)
      onKill(tally, number)
      reply = await goOn(reply)
      if (chance() < 0.25) {
        await finish(reply)
        reply = await begin()
      }
    }
    await finish(reply)
    await openAll(page, tally)
    return tally
  } finally {
    await browser.kill()
  }
}

/** A long list is drawn as somebody comes near its end; the answer is how many there are in the end. */
async function drawAll(page: Page, links: Locator): Promise<number> {
  const row = page.getByRole('navigation', { name: 'Chats' }).getByRole('listitem').first()
  const size = Number(await row.getAttribute('aria-setsize'))
  for (let tries = 0; tries < 100 && (await links.count()) < size; tries += 1) {
    await links.last().scrollIntoViewIfNeeded()
    await page.waitForTimeout(50)
  }
  return links.count()
}

/** Every chat opens, by its link, with its answer. */
async function openAll(page: Page, tally: Tally): Promise<void> {
  await page.reload()
  const links = page.getByRole('navigation', { name: 'Chats' }).getByRole('link')
  await links.first().waitFor()
  const count = await drawAll(page, links)
  const records = await readRecords(page)
  const chats = Object.keys(records).filter((key) => key.startsWith('chat/')).length
  if (count !== chats) tally.faults.push(`${chats} chats are kept and ${count} shown.`)
  for (let index = 0; index < count; index += 1) {
    await links.nth(index).click()
    const answer = page.getByRole('article', { name: 'Answer' })
    const isThere = await answer
      .waitFor({ timeout: 30_000 })
      .then(() => true)
      .catch(() => false)
    if (!isThere) tally.faults.push(`Chat ${index + 1} of ${count} does not open.`)
  }
  const notices = await page.getByText('could not be opened').count()
  if (notices > 0) tally.faults.push('A record could not be opened.')
}

function findAnswer(records: Record<string, unknown>, { number }: Reply): Answer | undefined {
  const messages = Object.entries(records).flatMap(([key, value]) =>
    key.startsWith('message/')
      ? [value as Answer | { role: 'question'; id: string; text: string }]
      : [],
  )
  const asked = messages.find(
    (message) => message.role === 'question' && message.text.startsWith(`Number ${number}:`),
  )
  const answer = messages.find(
    (message) => message.role === 'answer' && message.parent === asked?.id,
  )
  return answer?.role === 'answer' ? answer : undefined
}

const isBeginning = (answer: Answer, script: Script): boolean =>
  tokensOf(script).join('').startsWith(rawOf(answer))

const isWhole = (answer: Answer, script: Script): boolean =>
  rawOf(answer) === tokensOf(script).join('')

function wordsOf(answer: Answer | undefined): Painted {
  const last = (kind: 'reasoning' | 'answer', word: RegExp): number => {
    const text = answer?.parts.find((part) => part.kind === kind)?.text ?? ''
    return Number(text.match(word)?.at(-1)?.slice(1) ?? 0)
  }
  return { thought: last('reasoning', /\bt\d+/g), answer: last('answer', /\ba\d+/g) }
}

const atMost = (one: Painted, other: Painted): Painted => ({
  thought: Math.max(one.thought, other.thought),
  answer: Math.max(one.answer, other.answer),
})

const describe = ({ thought, answer }: Painted): string => `${thought} + ${answer}`

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
