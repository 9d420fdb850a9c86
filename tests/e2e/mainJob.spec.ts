import { expect, test } from './fixtures.ts'
import {
  answers,
  ask,
  engineReady,
  makeGreedy,
  openPonder,
  openThought,
  part,
  questions,
  replyEnded,
} from './ponder.ts'

test('a first visit: the thought grows in sight, the answer follows, a reload finds all of it', async ({
  page,
}) => {
  await openPonder(page)
  // Written before the model is there, and answered when it is.
  await makeGreedy(page)
  await ask(page, 'What is 17 + 25?')
  const reply = answers(page).last()
  const seen = new Set<number>()
  await expect
    .poll(
      async () => {
        const lines = await part(reply, 'thought').allInnerTexts()
        const length = lines.join('').length
        if (length > 0) seen.add(length)
        return (await part(reply, 'answer').count()) > 0
      },
      { intervals: [40], timeout: 60_000 },
    )
    .toBe(true)
  expect(seen.size).toBeGreaterThanOrEqual(5)

  await replyEnded(page)
  await engineReady(page)
  await expect(part(reply, 'answer')).toContainText('42')
  await expect(part(reply, 'thought').locator('summary')).toHaveText(
    /^Thought for \d+ s · \d+ tokens$/,
  )
  const before = {
    thought: await openThought(reply),
    answer: await part(reply, 'answer').innerText(),
    stats: await part(reply, 'stats').innerText(),
  }
  expect(before.thought.split('\n').length).toBeGreaterThan(3)

  await page.reload()
  await expect(questions(page)).toHaveText(/What is 17 \+ 25\?/)
  const again = answers(page).last()
  expect({
    thought: await openThought(again),
    answer: await part(again, 'answer').innerText(),
    stats: await part(again, 'stats').innerText(),
  }).toEqual(before)
})

test('two chats stand in the sidebar, the newest first, and each keeps its own conversation', async ({
  page,
}) => {
  await openPonder(page)
  await makeGreedy(page)
  await ask(page, 'What is 17 + 25?')
  await replyEnded(page)
  await page.getByRole('button', { name: 'New chat' }).click()
  await makeGreedy(page)
  await ask(page, 'How many r are in strawberry?')
  const reply = await replyEnded(page)
  await expect(part(reply, 'answer')).toContainText('3')

  const chats = page.getByRole('navigation', { name: 'Chats' })
  await expect(chats.getByRole('link')).toHaveText([
    'How many r are in strawberry?',
    'What is 17 + 25?',
  ])
  await chats.getByRole('link', { name: 'What is 17 + 25?' }).click()
  await expect(questions(page)).toHaveText(/17 \+ 25/)
})

test('a follow-up sends history without earlier thoughts, and the prompt can be read token by token', async ({
  page,
}) => {
  await openPonder(page)
  await makeGreedy(page)
  await ask(page, 'What is 17 + 25?')
  const first = await replyEnded(page)
  const firstAnswer = await part(first, 'answer').innerText()
  const firstThought = await openThought(first)
  await ask(page, 'Reverse the word stone.')
  await expect(answers(page)).toHaveCount(2)
  const second = await replyEnded(page)

  await second.getByRole('button', { name: 'Prompt' }).click()
  const dialog = page.getByRole('dialog', { name: 'Prompt' })
  const prompt = dialog.locator('[data-part="prompt"]')
  await expect(prompt).toContainText('Reverse the word stone.')
  const text = (await prompt.textContent()) ?? ''
  const [before, history, after] = text.split(/(?<=<｜Assistant｜>)|(?=<｜end▁of▁sentence｜>)/)
  expect(before).toBe('<｜begin▁of▁sentence｜><｜User｜>What is 17 + 25?<｜Assistant｜>')
  // What the model wrote, its marks included; on screen they are the look of the words.
  expect(history?.replaceAll('**', '').trim()).toBe(firstAnswer.trim())
  expect(after).toBe('<｜end▁of▁sentence｜><｜User｜>Reverse the word stone.<｜Assistant｜>')
  expect(text.endsWith('<｜Assistant｜><think>\n')).toBe(true)
  expect(text).not.toContain(firstThought.split(/\n+/)[1])
  await expect(prompt.locator('mark')).toHaveText([
    '<｜begin▁of▁sentence｜>',
    '<｜User｜>',
    '<｜Assistant｜>',
    '<｜end▁of▁sentence｜>',
    '<｜User｜>',
    '<｜Assistant｜>',
    '<think>',
  ])
  const tokens = await prompt.locator('> *').count()
  await expect(dialog).toContainText(`${tokens} tokens`)
})
