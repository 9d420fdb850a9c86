import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'

import { App } from '../../../src/app/App.tsx'
import { createPonder } from './createPonder.ts'

test('the frame has one main region, headed by the name of the app', async () => {
  const { ponder } = createPonder()
  const screen = await render(<App ponder={ponder} />)
  await expect
    .element(screen.getByRole('main').getByRole('heading', { level: 1 }))
    .toHaveTextContent('Ponder')
})

test('a reply goes through its phases on screen: reading, thinking, answering, figures', async () => {
  const { ponder, engine } = createPonder()
  const screen = await render(<App ponder={ponder} />)
  await userEvent.fill(screen.getByRole('textbox', { name: 'Message' }), 'What is 17 + 25?')
  await userEvent.keyboard('{Enter}')
  await engine.whenAsked()
  engine.prefill(0, 12)
  const status = screen.getByRole('status').first()
  await expect.element(status).toHaveTextContent('Reading the prompt')
  engine.say('7 + 5 = 12\n', [10, 20])
  await expect.element(status).toHaveTextContent('Thinking')
  await expect.element(screen.getByRole('region', { name: 'Thought' })).toBeVisible()
  engine.say('</think>\n\n**42**', [30, 40])
  await expect.element(status).toHaveTextContent('Answering')
  engine.end()
  await expect.element(status).toHaveTextContent('Done')
  const reply = screen.getByRole('article', { name: 'Answer' })
  await expect.element(reply.getByText('42')).toBeVisible()
  await expect.element(reply.getByRole('button', { name: 'Copy thought' })).toBeVisible()
})

test('Escape stops a reply and keeps what was written; Continue goes on from there', async () => {
  const { ponder, engine } = createPonder()
  const screen = await render(<App ponder={ponder} />)
  await userEvent.fill(screen.getByRole('textbox', { name: 'Message' }), 'Think')
  await userEvent.keyboard('{Enter}')
  await engine.whenAsked()
  engine.say('Once upon', [10])
  await expect.element(screen.getByRole('region', { name: 'Thought' })).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await userEvent.click(screen.getByRole('button', { name: 'Continue' }))
  expect((await engine.whenAsked(2)).prefix).toEqual({ reasoning: 'Once upon' })
  engine.say(' a time</think>The end', [10])
  engine.end()
  await expect.element(screen.getByText('The end')).toBeVisible()
})

test('a continued reply says on screen and to screen readers what it goes on with', async () => {
  const { ponder, engine } = createPonder()
  const screen = await render(<App ponder={ponder} />)
  await userEvent.fill(screen.getByRole('textbox', { name: 'Message' }), 'Think')
  await userEvent.keyboard('{Enter}')
  await engine.whenAsked()
  engine.say('Once upon', [10])
  await expect.element(screen.getByRole('region', { name: 'Thought' })).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await userEvent.click(screen.getByRole('button', { name: 'Continue' }))
  await engine.whenAsked(2)
  engine.prefill(0, 120)
  const status = screen.getByRole('status').first()
  const reply = screen.getByRole('article', { name: 'Answer' })
  await expect
    .element(reply.getByText('Continuing the thought: reading the prompt, 120 tokens'))
    .toBeVisible()
  await expect.element(status).toHaveTextContent(/^Continuing the thought: reading the prompt$/)
  engine.say(' a time', [10])
  await expect.element(status).toHaveTextContent(/^Continuing the thought$/)
  engine.say('</think>The end', [20])
  await expect.element(status).toHaveTextContent('Answering')
  engine.end()
  await expect.element(status).toHaveTextContent('Done')
})

test('a reply that fails says what happened, keeps what was written and offers a way on', async () => {
  const { ponder, engine } = createPonder()
  const screen = await render(<App ponder={ponder} />)
  await userEvent.fill(screen.getByRole('textbox', { name: 'Message' }), 'Think')
  await userEvent.keyboard('{Enter}')
  await engine.whenAsked()
  engine.say('Half a thought', [10])
  engine.fail({ kind: 'device-lost', detail: '' })
  const reply = screen.getByRole('article', { name: 'Answer' })
  await expect.element(reply.getByText(/graphics device went away/)).toBeVisible()
  await expect.element(reply.getByRole('button', { name: 'Continue' })).toBeVisible()
})

test('a device too small offers less context and a smaller model, and the chat goes on', async () => {
  const small = 'DeepSeek-R1-Distill-Qwen-1.5B-q4f16_1-MLC'
  const { ponder, engine } = createPonder({
    load: {
      kind: 'out-of-memory',
      detail: 'no room',
      suggestions: [
        { kind: 'less-context', model: 'ponder-nano', contextTokens: 1024 },
        { kind: 'other-model', model: small, name: 'R1 Distill Qwen 1.5B', contextTokens: 4096 },
      ],
    },
  })
  const screen = await render(<App ponder={ponder} />)
  await userEvent.fill(screen.getByRole('textbox', { name: 'Message' }), 'Think')
  await userEvent.keyboard('{Enter}')
  await expect.element(screen.getByText('The device ran out of memory').first()).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Load with 1,024 tokens of context' }))
  await expect
    .poll(() => engine.loads.at(-1))
    .toEqual({ model: 'ponder-nano', contextTokens: 1024 })
  expect(ponder.models.registry.contextOf('ponder-nano')).toBe(1024)
  await userEvent.click(screen.getByRole('button', { name: 'Load R1 Distill Qwen 1.5B' }))
  await expect.poll(() => engine.loads.at(-1)).toEqual({ model: small, contextTokens: 4096 })
  await expect
    .element(screen.getByRole('button', { name: 'Model: R1 Distill Qwen 1.5B' }))
    .toBeVisible()
  await expect.element(screen.getByText('Think').first()).toBeVisible()
})

test('what was typed in one chat waits there while another is open', async () => {
  await page.viewport(1280, 800)
  const { ponder, engine } = createPonder()
  const screen = await render(<App ponder={ponder} />)
  const message = screen.getByRole('textbox', { name: 'Message' })
  await userEvent.fill(message, 'First')
  await userEvent.keyboard('{Enter}')
  await engine.whenAsked()
  engine.end()
  await userEvent.fill(message, 'not sent yet')
  await userEvent.click(screen.getByRole('button', { name: 'New chat' }))
  await expect.element(message).toHaveValue('')
  await userEvent.click(screen.getByRole('link', { name: 'First' }))
  await expect.element(message).toHaveValue('not sent yet')
})

test('an unsent new chat and an edit under way wait while another chat is open', async () => {
  await page.viewport(1280, 800)
  const { ponder, engine } = createPonder()
  const screen = await render(<App ponder={ponder} />)
  const message = screen.getByRole('textbox', { name: 'Message' })
  await userEvent.fill(message, 'First')
  await userEvent.keyboard('{Enter}')
  await engine.whenAsked()
  engine.end()
  await userEvent.click(screen.getByRole('button', { name: 'Edit question' }))
  const edited = screen.getByRole('textbox', { name: 'Edited question' })
  await expect.element(edited).toHaveFocus()
  await userEvent.fill(edited, 'First, but')

  await userEvent.click(screen.getByRole('button', { name: 'New chat' }))
  await userEvent.fill(message, 'not sent yet')
  await userEvent.click(screen.getByRole('button', { name: 'Chat options' }))
  await userEvent.fill(screen.getByRole('textbox', { name: 'System prompt' }), 'Be brief.')
  await userEvent.keyboard('{Escape}')
  await userEvent.click(screen.getByRole('link', { name: 'First' }))
  await expect.element(edited).toHaveValue('First, but')
  await expect.element(edited).not.toHaveFocus()

  await userEvent.click(screen.getByRole('button', { name: 'New chat' }))
  await expect.element(message).toHaveValue('not sent yet')
  await userEvent.click(screen.getByRole('button', { name: 'Chat options' }))
  await expect
    .element(screen.getByRole('textbox', { name: 'System prompt' }))
    .toHaveValue('Be brief.')
})

test('chats that cannot be read are said to be, and that nothing is kept', async () => {
  const { ponder } = createPonder()
  expect(await ponder.storage.load()).toMatchObject({ kind: 'failed' })
  const screen = await render(<App ponder={ponder} />)
  await expect.element(screen.getByText('Your chats could not be read')).toBeVisible()
  await expect.element(screen.getByRole('button', { name: 'Reload the page' })).toBeVisible()
})

test('an example asked in an empty chat leaves alone what was being typed', async () => {
  const { ponder, engine } = createPonder()
  const screen = await render(<App ponder={ponder} />)
  const message = screen.getByRole('textbox', { name: 'Message' })
  await userEvent.fill(message, 'half a question')
  await userEvent.click(screen.getByRole('button', { name: /strawberry/ }))
  expect((await engine.whenAsked()).question).toBe('How many r are in strawberry?')
  await expect.element(message).toHaveValue('half a question')
})

test('a growing reply never measures the question box: that would lay the page out for each token', async () => {
  const { ponder, engine } = createPonder()
  const screen = await render(<App ponder={ponder} />)
  const message = screen.getByRole('textbox', { name: 'Message' })
  await userEvent.fill(message, 'Think')
  await userEvent.keyboard('{Enter}')
  await engine.whenAsked()
  engine.say('First', [10])
  await expect.element(screen.getByText('First')).toBeVisible()
  let changes = 0
  const observer = new MutationObserver((records) => {
    changes += records.length
  })
  observer.observe(message.element(), { attributes: true, attributeFilter: ['style'] })
  for (const word of ['Second', 'Third', 'Fourth']) {
    engine.say(`\n${word}`, [20])
    await expect.element(screen.getByText(word)).toBeVisible()
  }
  await userEvent.fill(message, 'two\nlines')
  await expect.poll(() => changes).toBe(2)
  observer.disconnect()
})
