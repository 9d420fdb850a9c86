import '../../../src/app/tokens.css'

import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'

import { App } from '../../../src/app/App.tsx'
import { createPonder } from './createPonder.ts'

test('a reply that was written without the lens keeps its outline and search when the lens is on', async () => {
  await page.viewport(1280, 800)
  const { ponder, engine } = createPonder()
  const screen = await render(<App ponder={ponder} />)
  await userEvent.fill(screen.getByRole('textbox', { name: 'Message' }), 'What is 2 + 2?')
  await userEvent.keyboard('{Enter}')
  await engine.whenAsked()
  const steps = Array.from({ length: 40 }, (_, index) => `Step ${index + 1}. It goes on.\n`)
  engine.say(`${steps.join('')}</think>4`, [10, 20])
  engine.end()
  await userEvent.click(screen.getByRole('button', { name: 'Chat options' }))
  await userEvent.click(screen.getByRole('switch', { name: 'Token lens' }))
  await userEvent.keyboard('{Escape}')
  await userEvent.click(screen.getByText(/^Thought for/).first())
  await expect.element(screen.getByRole('button', { name: 'Outline' })).toBeVisible()
  await expect.element(screen.getByRole('button', { name: 'Search', exact: true })).toBeVisible()
})
