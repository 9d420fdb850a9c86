import { readdirSync } from 'node:fs'

import type { Locator, Page } from '@playwright/test'

import { readLensRecord } from '../../src/chat/lensRecord.ts'
import type { LensRecord } from '../../src/chat/lensStore.ts'
import { r1Distill } from '../../src/engine/template/r1.ts'
import type { Lens, LensToken } from '../../src/reasoning/lens/lens.ts'
import { runModule } from '../webgpu/python.ts'
import { expect, test } from './fixtures.ts'
import {
  answers,
  ask,
  inOptions,
  makeGreedy,
  openPonder,
  part,
  replyEnded,
  setOption,
  unfoldThought,
} from './ponder.ts'
import { storedAnswers } from './storedAnswers.ts'
import { readRecords } from './storedRecords.ts'

const question = 'What is 347 × 28?'
const folder = 'public/models/nano/resolve'

const setLens = (page: Page): Promise<void> =>
  inOptions(page, () => page.getByRole('switch', { name: 'Token lens' }).click())

async function storedLenses(page: Page): Promise<readonly { id: string; lens: Lens }[]> {
  return Object.entries(await readRecords(page)).flatMap(([key, value]) => {
    if (!key.startsWith('lens/')) return []
    const record = value as LensRecord
    return [{ id: record.messageId, lens: readLensRecord(record) ?? [] }]
  })
}

const tokensOf = (lens: Lens): readonly LensToken[] => lens.flatMap(({ tokens }) => [...tokens])
const tokens = (reply: Locator): Locator => reply.getByRole('group').locator('[data-token]')

test('the lens is turned on and off in mid-chat, and the model stays loaded', async ({ page }) => {
  await openPonder(page)
  await makeGreedy(page)
  await ask(page, 'What is 2 + 3?')
  const first = await replyEnded(page)
  await expect(tokens(first)).toHaveCount(0)
  const states = await page.evaluateHandle(() => {
    const seen: (string | null)[] = []
    new MutationObserver(() =>
      seen.push(document.documentElement.getAttribute('data-engine')),
    ).observe(document.documentElement, { attributeFilter: ['data-engine'] })
    return seen
  })
  await setLens(page)
  await ask(page, 'What is 17 + 25?')
  await expect(answers(page)).toHaveCount(2)
  const second = await replyEnded(page)
  await unfoldThought(second)
  await expect(tokens(second).first()).toBeVisible()
  await expect(second).toContainText('Probabilities after temperature 0, before top p.')
  // A reply that was written without it has nothing to show.
  await expect(tokens(answers(page).first())).toHaveCount(0)
  await expect(part(answers(page).first(), 'answer')).toContainText('5')

  await setLens(page)
  await expect(tokens(second)).toHaveCount(0)
  await ask(page, 'What is 3 + 4?')
  await expect(answers(page)).toHaveCount(3)
  await replyEnded(page)
  expect(await storedLenses(page)).toHaveLength(1)
  expect(new Set(await states.jsonValue())).toEqual(new Set(['generating', 'ready']))
})

test('at temperature 1 the values are those of the reference, and stay after a reload', async ({
  page,
}) => {
  await openPonder(page)
  await setOption(page, 'Temperature', '1')
  await setLens(page)
  await ask(page, question)
  await replyEnded(page)
  await expect.poll(async () => (await storedLenses(page)).length).toBe(1)
  const lens = (await storedLenses(page))[0]?.lens ?? []
  const [answer] = await storedAnswers(page)
  const found = tokensOf(lens)
  const text = answer?.parts.map((one) => one.text).join('') ?? ''
  // Every character is one token's, in order.
  for (const [index, one] of lens.entries())
    expect(one.tokens.reduce((end, { at, length }) => (at === end ? end + length : NaN), 0)).toBe(
      answer?.parts[index]?.text.length,
    )
  expect(text).not.toBe('')

  for (const token of found) {
    expect(token.likeliest.reduce((sum, { chance }) => sum + chance, 0)).toBeLessThanOrEqual(1)
    const least = token.likeliest.at(-1)?.chance ?? 0
    const chosen = token.likeliest.find(({ id }) => id === token.ids[0])
    if (token.ids.length === 1)
      if (chosen === undefined) expect(token.chance).toBeLessThanOrEqual(least)
      else expect(chosen.chance).toBeCloseTo(token.chance, 6)
  }

  const prompt = r1Distill.render({
    model: 'ponder-nano',
    system: '',
    turns: [],
    question,
    prefix: { reasoning: '' },
    sampling: { temperature: 1, topP: 1, maxTokens: 1 },
    thinking: { kind: 'free' },
  })
  const ids = found.flatMap((token) => token.ids)
  const [version = ''] = readdirSync(folder)
  const [reference] = await runModule<{
    chances: { chance: number; entropy: number; likeliest: [number, number][] }[]
  }>('model.tests.token_chances', [`${folder}/${version}`], JSON.stringify({ prompt, reply: ids }))
  const expected = reference?.chances ?? []
  expect(expected).toHaveLength(ids.length)
  let place = 0
  for (const token of found) {
    const steps = expected.slice(place, place + token.ids.length)
    place += token.ids.length
    expect(
      Math.abs(token.chance - steps.reduce((product, { chance }) => product * chance, 1)),
    ).toBeLessThan(1e-3)
    expect(Math.abs(token.entropy - Math.max(...steps.map(({ entropy }) => entropy)))).toBeLessThan(
      1e-2,
    )
    for (const [rank, [, chance]] of (steps[0]?.likeliest ?? []).entries())
      expect(Math.abs((token.likeliest[rank]?.chance ?? 0) - chance)).toBeLessThan(1e-3)
  }

  await page.reload()
  const again = answers(page).last()
  await unfoldThought(again)
  await expect(tokens(again).first()).toBeVisible()
  expect((await storedLenses(page))[0]?.lens).toEqual(lens)
})

test('a click on an alternative is a new version with the exact same beginning', async ({
  page,
}) => {
  await openPonder(page)
  // Hot enough that even this sure model wavers somewhere.
  await setOption(page, 'Temperature', '1.8')
  await setLens(page)
  await ask(page, question)
  const reply = await replyEnded(page)
  await unfoldThought(reply)
  const thought = part(reply, 'thought')
  await expect.poll(async () => (await storedLenses(page)).length).toBe(1)
  await thought.getByRole('button', { name: 'Next fork' }).click()
  const focused = thought.locator('[data-token]:focus')
  await expect(focused).toHaveCount(1)
  const index = Number(await focused.getAttribute('data-token'))
  await page.keyboard.press('Enter')
  const card = page.getByRole('dialog', { name: /^Token / })
  await expect(card.getByRole('button', { name: /^Go on with/ }).first()).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(card).toHaveCount(0)
  await expect(focused).toHaveCount(1)

  await focused.click()
  await card
    .getByRole('button', { name: /^Go on with/, disabled: false })
    .first()
    .click()
  await expect(answers(page).last()).toContainText('2 of 2')
  await replyEnded(page)
  await expect.poll(async () => (await storedLenses(page)).length).toBe(2)
  const [one, other] = await storedAnswers(page)
  const lens = (await storedLenses(page)).find(({ id }) => id === one?.id)?.lens
  const token = lens?.[0]?.tokens[index]
  const [before = '', after = ''] = [one, other].map((answer) => answer?.parts[0]?.text)
  expect(after.slice(0, token?.at)).toBe(before.slice(0, token?.at))
  const rest = after.slice(token?.at)
  const taken = token?.likeliest.filter(({ id }) => id !== token.ids[0])
  expect(taken?.some(({ text }) => rest.startsWith(text.replace('</think>', '')))).toBe(true)
  expect(other?.parts[0]?.marks.map(({ kind, at }) => [kind, at])).toContainEqual([
    'branched',
    token?.at,
  ])

  await page.reload()
  const again = answers(page).last()
  await expect(again).toContainText('2 of 2')
  await unfoldThought(again)
  await expect(tokens(again).first()).toBeVisible()
  await again.getByRole('button', { name: 'Delete answer' }).click()
  await expect.poll(async () => (await storedLenses(page)).map(({ id }) => id)).toEqual([one?.id])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await storedLenses(page)).length).toBe(2)
})
