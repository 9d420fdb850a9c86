import type { Locator, Page } from '@playwright/test'

import { colourRules, findNoFault } from './examine.ts'
import { expect, test } from './fixtures.ts'
import {
  answers,
  ask,
  closeDialog,
  engineReady,
  makeGreedy,
  openPonder,
  part,
  questions,
  replyEnded,
  setOption,
} from './ponder.ts'
import { storedAnswers, storedText } from './storedAnswers.ts'

const meter = (page: Page): Locator => page.getByRole('button', { name: /^Context: / })
const waysOn = (page: Page): Locator => answers(page).last().locator('[data-part="ways on"]')
const way = (page: Page, name: RegExp | string): Locator =>
  waysOn(page).getByRole('button', { name })

async function openContext(page: Page): Promise<Locator> {
  await meter(page).click()
  const dialog = page.getByRole('dialog', { name: 'Context' })
  await expect(dialog).toBeVisible()
  return dialog
}

/** The figures of the dialog by their names. */
async function readShares(dialog: Locator): Promise<Record<string, number>> {
  const cells = dialog.locator('td[data-share]')
  await expect(cells.first()).toBeVisible()
  const found = await cells.evaluateAll((all) =>
    all.map((cell) => [
      (cell as HTMLElement).dataset['share'] ?? '',
      Number(cell.textContent.replaceAll(',', '')),
    ]),
  )
  return Object.fromEntries(found) as Record<string, number>
}

/** Every token of the last answer's prompt, in order, as the prompt view shows it. */
async function promptTokens(page: Page): Promise<readonly string[]> {
  await answers(page).last().getByRole('button', { name: 'Prompt', exact: true }).click()
  const shown = page.locator('[data-part="prompt"]')
  await expect(shown.locator('mark').first()).toBeVisible()
  const tokens = await shown.locator('mark, span').allTextContents()
  await closeDialog(page)
  return tokens
}

/** Through the "Context" field of the model's card. */
async function chooseContext(page: Page, tokens: number): Promise<void> {
  await page.getByRole('button', { name: /^Model: / }).click()
  const card = page.getByRole('article', { name: 'ponder-nano' })
  await card.getByRole('combobox', { name: 'Context' }).selectOption(String(tokens))
  await card.getByRole('button', { name: 'Load' }).click()
  await expect(card.getByRole('button', { name: 'Unload' })).toBeVisible({ timeout: 60_000 })
  await closeDialog(page)
}

/** Wide and narrow, light and dark. */
async function examineWidths(page: Page, state: string): Promise<void> {
  for (const width of [1440, 390])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await findNoFault(page, `${state}, ${width} px, ${colorScheme}`, {
        rules: colorScheme === 'dark' ? colourRules : undefined,
      })
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('main *')]
          .filter(
            ({ clientWidth, scrollWidth }) => clientWidth > 1 && scrollWidth > clientWidth + 1,
          )
          .filter((element) => !element.matches('textarea, input, select'))
          .filter((element) => getComputedStyle(element).textOverflow !== 'ellipsis')
          .map(({ outerHTML }) => outerHTML.slice(0, 80)),
      )
      expect.soft(wide, `${state}, ${width} px, wider than its box`).toEqual([])
    }
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.emulateMedia({ colorScheme: 'light' })
}

test('the figures are those of the prompt, token by token, and a kept thought changes it exactly', async ({
  page,
}) => {
  test.setTimeout(300_000)
  await openPonder(page)
  await makeGreedy(page)
  await setOption(page, 'System prompt', 'Be brief.')
  await ask(page, 'What is 17 + 25?')
  await replyEnded(page)
  await ask(page, 'What is 2 + 3?')
  await expect(answers(page)).toHaveCount(2)
  await replyEnded(page)
  await engineReady(page)

  const tokens = await promptTokens(page)
  const firstUser = tokens.indexOf('<｜User｜>')
  const lastUser = tokens.lastIndexOf('<｜User｜>')
  const assistant = tokens.lastIndexOf('<｜Assistant｜>')
  await expect.poll(async () => (await storedAnswers(page))[1]?.ending.kind).toBe('stop')
  const figures = (await storedAnswers(page))[1]?.figures
  const drawn = (figures?.reasoningTokens ?? 0) + (figures?.answerTokens ?? 0)

  const dialog = await openContext(page)
  const shares = await readShares(dialog)
  expect(shares).toMatchObject({
    system: firstUser,
    history: lastUser - firstUser,
    question: assistant + 1 - lastUser,
  })
  const reply = (shares['thought'] ?? 0) + (shares['answer'] ?? 0)
  expect(reply).toBe(tokens.length - assistant - 1 + drawn)
  const used = tokens.length + drawn
  expect(shares['free']).toBe(2048 - used)
  await expect(dialog).toContainText(`${used} of 2,048 tokens`)

  await test.step('nothing shuts anybody out', () => examineWidths(page, 'dialog'))
  await test.step('everything by keyboard', async () => {
    await closeDialog(page)
    await expect(meter(page)).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(dialog).toBeVisible()
    const keep = dialog.getByRole('checkbox', { name: /^Keep the thought in context/ }).first()
    await keep.focus()
    await page.keyboard.press('Space')
    await expect(keep).toBeChecked()
    await closeDialog(page)
  })

  await test.step('what the next question will have is what it has', async () => {
    await page.getByRole('textbox', { name: 'Message' }).fill('What is 4 + 4?')
    await meter(page).click()
    const next = dialog.locator('[data-part="next prompt"]')
    await expect(next).toContainText('its prompt has')
    // Counted with what is typed: until then it tells of the prompt without.
    const planned = async (): Promise<number> =>
      Number(/has ([\d,]+) tokens/.exec(await next.innerText())?.[1]?.replaceAll(',', ''))
    await expect.poll(planned).toBeGreaterThan(used - drawn)
    const told = await planned()
    await closeDialog(page)
    await page.getByRole('textbox', { name: 'Message' }).press('Enter')
    await expect(answers(page)).toHaveCount(3)
    await replyEnded(page)
    await engineReady(page)
    const asked = await promptTokens(page)
    expect(asked.length).toBe(told)
    await expect.poll(async () => (await storedAnswers(page)).length).toBe(3)
    expect(asked.join('')).toBe(
      [
        '<｜begin▁of▁sentence｜>Be brief.<｜User｜>What is 17 + 25?<｜Assistant｜>',
        `<think>\n${await storedText(page, 'reasoning', 0)}</think>${await storedText(page, 'answer', 0)}`,
        '<｜end▁of▁sentence｜><｜User｜>What is 2 + 3?<｜Assistant｜>',
        `${(await storedText(page, 'answer', 1)).trimStart()}<｜end▁of▁sentence｜>`,
        '<｜User｜>What is 4 + 4?<｜Assistant｜><think>\n',
      ].join(''),
    )
  })

  await test.step('the choice outlives a reload, and another context is followed', async () => {
    await page.reload()
    await engineReady(page)
    await openContext(page)
    const keep = dialog.getByRole('checkbox', { name: /^Keep the thought in context/ })
    await expect(keep.first()).toBeChecked()
    await expect(keep.nth(1)).not.toBeChecked()
    await closeDialog(page)
    await chooseContext(page, 1024)
    await expect(meter(page)).toContainText('of 1,024 tokens')
  })
})

test('a thought that fills the context is warned, and can be answered now or go on in a larger one', async ({
  page,
}) => {
  test.setTimeout(300_000)
  await openPonder(page)
  await engineReady(page)
  await chooseContext(page, 1024)
  await makeGreedy(page)
  await setOption(page, 'Think at least', '400')
  const words: string[] = []
  await page.exposeFunction('noteOutput', (said: string) => words.push(said))
  await page.evaluate(() => {
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const output = target instanceof Element ? target : target.parentElement
        const said = output?.closest('output')?.textContent ?? ''
        if (said.startsWith('Room for')) {
          const { noteOutput } = globalThis as unknown as { noteOutput: (said: string) => void }
          noteOutput(said)
        }
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  await ask(page, `What is ${'9'.repeat(977)}?`)
  await replyEnded(page)
  await expect(answers(page).last()).toContainText('The context is full.')
  await expect(waysOn(page)).toContainText('1,024 of 1,024 tokens: ')
  await expect(meter(page)).toContainText('1,024 of 1,024 tokens')
  expect(new Set(words)).toEqual(new Set(['Room for about 40 more tokens of thought.']))
  await test.step('nothing shuts anybody out', () => examineWidths(page, 'ways on'))

  await test.step('answer now gives an answer, beside the thought that is kept', async () => {
    await expect(waysOn(page)).toContainText('in a version beside this one')
    await way(page, 'Answer now').click()
    await expect(answers(page).last()).toContainText('2 of 2', { timeout: 60_000 })
    await replyEnded(page)
    await expect(part(answers(page).last(), 'answer')).not.toBeEmpty()
    await answers(page).last().getByRole('button', { name: 'Previous version' }).click()
    await expect(answers(page).last()).toContainText('1 of 2')
  })

  await test.step('a larger context is loaded, and the thought goes on from where it stood', async () => {
    await expect.poll(async () => (await storedAnswers(page)).length).toBe(2)
    const before = await storedText(page, 'reasoning', 0)
    await way(page, /^Larger context: 2k tokens, .* more memory/).click()
    await expect(meter(page)).toContainText('of 2,048 tokens', { timeout: 60_000 })
    await expect(part(answers(page).last(), 'answer')).toBeVisible({ timeout: 120_000 })
    await replyEnded(page)
    await expect.poll(async () => (await storedText(page, 'answer', 0)).length).toBeGreaterThan(0)
    const after = await storedText(page, 'reasoning', 0)
    expect(after.slice(0, before.length)).toBe(before)
    expect(after.length).toBeGreaterThan(before.length)
  })
})

test('a thought that was closed for its answer’s room thinks on with a shorter history', async ({
  page,
}) => {
  test.setTimeout(300_000)
  await openPonder(page)
  await engineReady(page)
  await chooseContext(page, 1024)
  await makeGreedy(page)
  await ask(page, 'What is 17 + 25?')
  await replyEnded(page)
  await setOption(page, 'Think at least', '900')
  await ask(page, 'What is 347 × 28?')
  await expect(answers(page)).toHaveCount(2)
  await expect(part(answers(page).last(), 'answer')).toBeVisible({ timeout: 120_000 })
  await replyEnded(page)
  await expect(waysOn(page)).toContainText('The thought was closed so that its answer had room.')
  await test.step('nothing shuts anybody out', () => examineWidths(page, 'closed thought'))
  await way(page, /^Shorten history: leave out the oldest turn, \d+ tokens$/).click()
  // Two prompts of nearly all the context are read before it has ended.
  await expect(answers(page).last()).toContainText('2 of 2', { timeout: 120_000 })
  await expect(answers(page).last()).toContainText('The oldest turn of this chat was left out')
  await replyEnded(page)
  await expect.poll(async () => (await storedAnswers(page))[2]?.ending.kind).not.toBe('open')
  const [, closed, longer] = await storedAnswers(page)
  const at = closed?.parts[0]?.marks.findLast(({ kind }) => kind === 'budget')?.at ?? 0
  const [short, long] = [
    await storedText(page, 'reasoning', 1),
    await storedText(page, 'reasoning', 2),
  ]
  expect(at).toBeGreaterThan(0)
  expect(long.slice(0, at)).toBe(short.slice(0, at))
  expect(longer?.leftOut).toBe(1)
})

test('a question that does not fit says so, and is edited or given a larger context', async ({
  page,
}) => {
  test.setTimeout(300_000)
  await openPonder(page)
  await engineReady(page)
  await chooseContext(page, 1024)
  await makeGreedy(page)
  await ask(page, `Sort: ${'5 3 '.repeat(300)}`)
  await expect(answers(page).last()).toContainText('The question does not fit into the context.')
  await expect(waysOn(page)).toContainText(/1,2\d\d of 1,024 tokens: /)
  await way(page, 'Edit the question').click()
  const edited = page.getByRole('textbox', { name: 'Edited question' })
  await expect(edited).toBeFocused()
  await edited.fill('What is 2 + 3?')
  await page.getByRole('button', { name: 'Ask this instead' }).click()
  await expect(part(await replyEnded(page), 'answer')).toContainText('5')

  await questions(page).first().getByRole('button', { name: 'Previous version' }).click()
  await way(page, /^Larger context: 2k tokens/).click()
  await expect(meter(page)).toContainText('of 2,048 tokens', { timeout: 60_000 })
  await replyEnded(page)
  await expect(answers(page).last()).not.toContainText('does not fit')
})
