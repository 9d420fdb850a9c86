import type { Page } from '@playwright/test'

import { expect, test } from './fixtures.ts'
import { answers, ask, inOptions, makeGreedy, openPonder, part, replyEnded } from './ponder.ts'
import { readRecords, writeRecord } from './storedRecords.ts'

const setFormat = (page: Page, kind: string, label: string, text: string): Promise<void> =>
  inOptions(page, async () => {
    await page.getByRole('radio', { name: kind }).check()
    await page.getByRole('textbox', { name: label }).fill(text)
  })

const freeFormat = (page: Page): Promise<void> =>
  inOptions(page, () => page.getByRole('radio', { name: 'Any' }).check())

test('after a free thought the answer is one of the choices, to the letter', async ({ page }) => {
  await openPonder(page)
  await makeGreedy(page)
  await setFormat(page, 'Choices', 'Choices', 'It is "42".\nIt is 41.\n不知道')
  await ask(page, 'What is 17 + 25?')
  const reply = await replyEnded(page)
  await expect(part(reply, 'thought')).toContainText('tokens')
  await expect(part(reply, 'answer')).toHaveText(/^(It is "42"\.|It is 41\.|不知道)$/)
  await expect(reply.locator('[data-part="format"]')).toHaveText(
    'The answer has the format that was asked for.',
  )
})

test('after a free thought the answer is what a JSON schema allows', async ({ page }) => {
  await openPonder(page)
  await makeGreedy(page)
  const schema = { type: 'object', properties: { even: { type: 'boolean' } }, required: ['even'] }
  await setFormat(
    page,
    'JSON schema',
    'JSON schema',
    JSON.stringify({ ...schema, additionalProperties: false }),
  )
  await ask(page, 'What is 17 + 25?')
  const reply = await replyEnded(page)
  await expect(part(reply, 'answer')).toHaveText(/^\{\s*"even":\s*(true|false)\s*\}$/)
  await expect(reply.locator('[data-part="format"]')).toHaveText(
    'The answer has the format that was asked for.',
  )
  // Answers after it are free again once the format is taken back.
  await freeFormat(page)
  await ask(page, 'What is 2 + 3?')
  await expect(answers(page)).toHaveCount(2)
  await expect(part(await replyEnded(page), 'answer')).toContainText('5')
})

test('a schema that no answer can be held to is refused in the form, and answers stay free', async ({
  page,
}) => {
  await openPonder(page)
  await makeGreedy(page)
  await page.getByRole('button', { name: 'Chat options' }).click()
  await page.getByRole('radio', { name: 'JSON schema' }).check()
  const schema = page.getByRole('textbox', { name: 'JSON schema' })
  await schema.fill('{"properties": {"n": {"type": "banana"}}}')
  await expect(page.getByRole('dialog')).toContainText(
    'Answers cannot be held to this schema. At #/properties/n: "type" is one of string,',
  )
  await expect(page.getByRole('dialog')).toContainText('Until it can be used, answers stay free.')
  await expect(schema).toHaveAttribute('aria-invalid', 'true')
  await page.keyboard.press('Escape')
  await ask(page, 'What is 2 + 3?')
  await expect(part(await replyEnded(page), 'answer')).toContainText('5')
})

test('a stored schema that no answer can be held to fails in words, and the model lives on', async ({
  page,
}) => {
  await openPonder(page)
  await makeGreedy(page)
  await ask(page, 'What is 2 + 3?')
  await replyEnded(page)
  const [key, chat] =
    Object.entries(await readRecords(page)).find(([name]) => name.startsWith('chat/')) ?? []
  if (key === undefined) throw new Error('No chat is stored.')
  const format = { kind: 'schema', schema: '{"type": "array", "minItems": 2}' }
  await writeRecord(page, key, { ...Object(chat), format })
  await page.reload()
  await ask(page, 'What is 4 + 3?')
  await expect(answers(page).last()).toContainText(
    'Answers cannot be held to the JSON schema of this chat',
  )
  await expect(answers(page).last()).toContainText('it asks for more items than it describes')
  await freeFormat(page)
  await answers(page).last().getByRole('button', { name: 'Try again' }).click()
  await expect(part(answers(page).last(), 'answer')).toContainText('7', { timeout: 60_000 })
})
