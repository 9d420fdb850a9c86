import type { Page } from '@playwright/test'

import { colourRules, examine } from './examine.ts'
import { expect, test } from './fixtures.ts'
import {
  answers,
  ask,
  closeDialog,
  dialog,
  engineReady,
  openPonder,
  openThought,
  part,
  replyEnded,
  showChats,
} from './ponder.ts'
import { readRecords, writeRecord } from './storedRecords.ts'

const markdown = [
  '# A heading',
  'Text with **strong words**, `code`, a [link](https://example.com/a/long/address) and $x^2 + y^2$.',
  `A word without an end: ${'unbreakable'.repeat(12)}`,
  '| number | square | cube | fourth power | fifth power | sixth power |\n| --- | --- | --- | --- | --- | --- |\n| 12 | 144 | 1728 | 20736 | 248832 | 2985984 |',
  '```js\nconst answer = "a line of code that is longer than a telephone is wide, by far" // 42\n```',
  '$$\n\\frac{a + b}{2} \\ge \\sqrt{ab}\n$$',
  '> A quotation\n\n1. one\n2. two',
].join('\n\n')

for (const width of [390, 820, 1440])
  test(`at ${width} px nothing shuts anybody out, overflows or is too small to hit`, async ({
    page,
  }) => {
    test.setTimeout(360_000)
    await page.setViewportSize({ width, height: 800 })
    await openPonder(page)
    await engineReady(page)
    await examineWhole(page, 'first screen')

    await ask(page, 'What is 2 + 3?')
    await replyEnded(page)
    await answerIn(page, markdown)
    await expect(part(answers(page).last(), 'answer').locator('table')).toBeVisible()
    await openThought(answers(page).last())
    await part(answers(page).last(), 'stats').locator('summary').click()
    await engineReady(page)
    await examineWhole(page, 'chat')

    for (const [button, name] of [
      [/^Model: /, 'Models'],
      ['Chat options', 'This chat'],
      ['Prompt', 'Prompt'],
    ] as const) {
      await page.getByRole('button', { name: button, exact: true }).click()
      await examineDialog(page, name)
    }
    await showChats(page)
    await examineWhole(page, 'chats')
    await page.getByRole('button', { name: 'Settings' }).click()
    await examineDialog(page, 'Settings')
    await examinePresets(page)
    await showChats(page)
    await page.getByRole('link', { name: 'What is 2 + 3?' }).hover()
    await page.getByRole('button', { name: 'Delete What is 2 + 3?' }).click()
    await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
    await examineWhole(page, 'deleted chat')
  })

/** The library, the editor with all of its fields, sharing, and the sheet of a stranger's link. */
async function examinePresets(page: Page): Promise<void> {
  const close = async (name: string): Promise<void> => {
    await page.keyboard.press('Escape')
    await expect(dialog(page, name)).toHaveCount(0)
  }
  await page.getByRole('button', { name: 'Presets' }).click()
  await expect(dialog(page, 'Presets')).toBeVisible()
  await examineWhole(page, 'Presets')
  await page.getByRole('button', { name: 'New preset', exact: true }).click()
  const editor = dialog(page, 'New preset')
  await editor.getByRole('textbox', { name: 'Name' }).fill('Cubes')
  await editor.getByRole('textbox', { name: 'Question' }).fill('What is {{n}} × {{n}}?')
  await editor.getByRole('radio', { name: 'The thought' }).check()
  await editor.getByRole('combobox', { name: 'Thinking' }).selectOption('budget')
  await page.keyboard.press('Escape')
  await expect(editor.getByRole('alert')).toBeVisible()
  await examineWhole(page, 'Preset editor')
  await editor.getByRole('button', { name: 'Discard' }).click()
  const card = page.getByRole('article', { name: 'Sort numbers' })
  await card.getByRole('button', { name: 'Share preset' }).click()
  const link = dialog(page, 'Share preset').getByRole('textbox', { name: 'Link' })
  await expect(link).toHaveValue(/#p=1\./)
  const address = await link.inputValue()
  await dialog(page, 'Share preset').getByText('QR code').click()
  await expect(page.getByRole('img', { name: 'QR code of the link' })).toBeVisible()
  await examineWhole(page, 'Share preset')
  await close('Share preset')
  await close('Presets')
  await page.goto(address)
  await expect(dialog(page, 'Preset from a link')).toBeVisible()
  await examineWhole(page, 'Preset from a link')
  await close('Preset from a link')
}

/** Puts a text that the model would never write where its answer is stored. */
async function answerIn(page: Page, text: string): Promise<void> {
  const found = Object.entries(await readRecords(page)).find(([, record]) => isAnswer(record))
  if (found === undefined) throw new Error('No answer is stored.')
  const [key, record] = found
  const parts = [{ kind: 'answer', text, marks: [] }]
  const thoughts = isAnswer(record) ? record.parts.filter(({ kind }) => kind === 'reasoning') : []
  await writeRecord(page, key, { ...Object(record), parts: [...thoughts, ...parts] })
  await page.reload()
}

const isAnswer = (record: unknown): record is { parts: readonly { kind: string }[] } =>
  (record as { role?: unknown }).role === 'answer'

async function examineDialog(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('dialog', { name })).toBeVisible()
  if (name === 'Prompt') await expect(page.locator('[data-part="prompt"]')).toBeVisible()
  await examineWhole(page, name)
  await closeDialog(page)
}

async function examineWhole(page: Page, screen: string): Promise<void> {
  await examine(page, screen, { darkRules: colourRules })
  expect.soft(await page.evaluate(findOverflow), `${screen}, wider than its box`).toEqual([])
  expect.soft(await page.evaluate(findSmallTargets), `${screen}, smaller than 24 px`).toEqual([])
}

/** Boxes whose content sticks out; what may scroll sideways by itself is left out. */
function findOverflow(): string[] {
  const mayScroll = ':has(> pre), :has(> table), :has(> math), math, math *, textarea, input'
  const root = document.documentElement
  // The page itself never scrolls: the conversation does.
  const page = root.scrollHeight > root.clientHeight ? [`page ${root.scrollHeight} px high`] : []
  const boxes = [...document.querySelectorAll<HTMLElement>('html, body, body *')]
    .filter((element) => element.clientWidth > 1 && !element.matches(mayScroll))
    .filter((element) => getComputedStyle(element).textOverflow !== 'ellipsis')
    .filter((element) => element.scrollWidth > element.clientWidth + 1)
    .map(({ outerHTML, scrollWidth, clientWidth }) =>
      [scrollWidth, clientWidth, outerHTML.slice(0, 80)].join(' '),
    )
  return [...page, ...boxes]
}

/** WCAG 2.5.8, without its exception for distance; links in running text are excepted there too. */
function findSmallTargets(): string[] {
  const targets = 'a[href], button, input, textarea, select, summary'
  return [...document.querySelectorAll<HTMLElement>(targets)]
    .filter((element) => element.checkVisibility() && element.closest('p a') === null)
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ box }) => Math.min(box.width, box.height) < 24)
    .map(({ element, box }) => `${box.width} × ${box.height} ${element.outerHTML.slice(0, 80)}`)
}
