import '../../../src/app/tokens.css'

import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'

import { App } from '../../../src/app/App.tsx'
import type { FakeEngine } from '../../fakes/fakeEngine.ts'
import { createPonder } from './createPonder.ts'

type Screen = Awaited<ReturnType<typeof render>>

interface Shown {
  readonly screen: Screen
  readonly engine: FakeEngine
  readonly press: (name: string | RegExp) => Promise<void>
  readonly button: (name: string | RegExp) => ReturnType<Screen['getByRole']>
}

async function show(width = 1280): Promise<Shown> {
  await page.viewport(width, 800)
  const { ponder, engine } = createPonder()
  const screen = await render(<App ponder={ponder} />)
  const button = (name: string | RegExp): ReturnType<Screen['getByRole']> =>
    screen.getByRole('button', { name, exact: true })
  return {
    screen,
    engine,
    button,
    // By key, as the focus is what this is about.
    async press(name) {
      await expect.element(button(name)).toBeVisible()
      ;(button(name).element() as HTMLElement).focus()
      await userEvent.keyboard('{Enter}')
    },
  }
}

/** The answer to the question that was asked last. */
async function answer(engine: FakeEngine, count: number, text = '4'): Promise<void> {
  await engine.whenAsked(count)
  engine.say(`Well.</think>${text}`, [10, 20])
  engine.end()
}

async function askFirst({ screen, engine }: Shown): Promise<void> {
  await userEvent.fill(screen.getByRole('textbox', { name: 'Message' }), 'What is 2 + 2?')
  await userEvent.keyboard('{Enter}')
  await answer(engine, 1)
  await expect.element(screen.getByRole('button', { name: 'Try again' })).toBeVisible()
}

test('Try again leads to Stop, and at the end to what can be done with the new answer', async () => {
  const shown = await show()
  await askFirst(shown)
  await shown.press('Try again')
  await expect.element(shown.button('Stop')).toHaveFocus()
  await answer(shown.engine, 2)
  await expect.element(shown.button('Try again')).toHaveFocus()
})

test('Stop leads to Continue, and Continue to Stop', async () => {
  const shown = await show()
  await userEvent.fill(shown.screen.getByRole('textbox', { name: 'Message' }), 'Think')
  await userEvent.keyboard('{Enter}')
  await shown.engine.whenAsked()
  shown.engine.say('So', [10])
  await shown.press('Stop')
  await expect.element(shown.button('Continue')).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await shown.engine.whenAsked(2)
  await expect.element(shown.button('Stop')).toHaveFocus()
})

test('a step through the versions stays at the steps', async () => {
  const shown = await show()
  await askFirst(shown)
  await shown.press('Try again')
  await answer(shown.engine, 2)
  await shown.press('Try again')
  await answer(shown.engine, 3)
  await shown.press('Previous version')
  await expect.element(shown.button('Previous version')).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  // The first of them: there is no step back any more.
  await expect.element(shown.button('Next version')).toHaveFocus()
})

test('a deleted version leaves the focus to the one that takes its place, but not on Delete', async () => {
  const shown = await show()
  await askFirst(shown)
  await shown.press('Try again')
  await answer(shown.engine, 2)
  await shown.press('Delete answer')
  await expect.element(shown.button('Try again')).toHaveFocus()
})

test('a deleted answer leaves the focus to its question, and that to the question box', async () => {
  const shown = await show()
  await askFirst(shown)
  await shown.press('Delete answer')
  await expect.element(shown.button('Edit question')).toHaveFocus()
  await shown.press('Delete question')
  const message = shown.screen.getByRole('textbox', { name: 'Message' })
  await expect.element(message).toHaveFocus()
  await shown.press('Undo')
  await expect.element(message).toHaveFocus()
})

test('an edited question that is asked leads to Stop', async () => {
  const shown = await show()
  await askFirst(shown)
  await shown.press('Edit question')
  await userEvent.fill(shown.screen.getByRole('textbox', { name: 'Edited question' }), 'And 3?')
  await shown.press('Ask this instead')
  await shown.engine.whenAsked(2)
  await expect.element(shown.button('Stop')).toHaveFocus()
})

test('a reply that ends leaves alone somebody who types, or who left the controls', async () => {
  const shown = await show()
  const message = shown.screen.getByRole('textbox', { name: 'Message' })
  await userEvent.fill(message, 'Think')
  await shown.press('Send')
  await expect.element(message).toHaveFocus()
  await answer(shown.engine, 1)
  await expect.element(shown.screen.getByRole('button', { name: 'Try again' })).toBeVisible()
  await expect.element(message).toHaveFocus()
})

test('a deleted chat leaves the focus to its neighbour, and the last one to New chat', async () => {
  const shown = await show()
  await askFirst(shown)
  await shown.press('New chat')
  const message = shown.screen.getByRole('textbox', { name: 'Message' })
  await expect.element(message).toHaveFocus()
  await userEvent.fill(message, 'Two')
  await userEvent.keyboard('{Enter}')
  await answer(shown.engine, 2)
  await shown.press('Delete Two')
  await expect.element(shown.screen.getByRole('link', { name: 'What is 2 + 2?' })).toHaveFocus()
  await shown.press('Delete What is 2 + 2?')
  await expect.element(shown.button('New chat')).toHaveFocus()
})

test('on a narrow screen the chats take the focus, and Escape gives it back', async () => {
  const shown = await show(390)
  await shown.press('Show chats')
  await expect.element(shown.button('New chat')).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(shown.button('Show chats')).toHaveFocus()
})
