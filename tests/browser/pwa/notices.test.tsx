import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'

import { App } from '../../../src/app/App.tsx'
import { createPonder } from '../app/createPonder.ts'

const title = 'A new version of Ponder is ready'

test('in mid-reply nobody is asked about a new version, and afterwards they are', async () => {
  const { ponder, engine, pwa } = createPonder()
  const screen = await render(<App ponder={ponder} />)
  await userEvent.fill(screen.getByRole('textbox', { name: 'Message' }), 'Think')
  await userEvent.keyboard('{Enter}')
  await engine.whenAsked()
  engine.say('Half a thought', [10])
  await expect.element(screen.getByRole('region', { name: 'Thought' })).toBeVisible()
  pwa.set({ update: 'waiting' })
  await expect.element(screen.getByText(title)).not.toBeInTheDocument()
  engine.say('</think>The end', [10])
  engine.end()
  await expect.element(screen.getByText(title)).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Reload' }))
  expect(pwa.asked).toEqual(['reload'])
})

test('later takes the question away, and another tab’s update is told in other words', async () => {
  const { ponder, pwa } = createPonder()
  const screen = await render(<App ponder={ponder} />)
  pwa.set({ update: 'waiting' })
  await userEvent.click(screen.getByRole('button', { name: 'Later' }))
  await expect.element(screen.getByText(title)).not.toBeInTheDocument()
  pwa.set({ update: 'superseded', isPutOff: false })
  await expect.element(screen.getByText('Another tab runs a newer version')).toBeVisible()
})

test('while a new version takes over, nothing can be pressed twice', async () => {
  const { ponder, pwa } = createPonder()
  const screen = await render(<App ponder={ponder} />)
  pwa.set({ update: 'taking-over' })
  await expect.element(screen.getByRole('button', { name: 'Reload' })).toBeDisabled()
  await expect.element(screen.getByRole('button', { name: 'Later' })).toBeDisabled()
})

test('what is missing can be fetched, and what failed tried again, from the settings', async () => {
  const { ponder, pwa } = createPonder()
  const screen = await render(<App ponder={ponder} />)
  await userEvent.click(screen.getByRole('button', { name: 'Show chats' }))
  await userEvent.click(screen.getByRole('button', { name: 'Settings' }))
  pwa.set({ app: { status: 'incomplete', files: 58, lacking: ['icon.svg'] } })
  await userEvent.click(screen.getByRole('button', { name: 'Fetch what is missing' }))
  await userEvent.click(screen.getByRole('button', { name: 'Check every file' }))
  pwa.set({ app: { status: 'failed', detail: 'QuotaExceededError: no room' } })
  await expect.element(screen.getByText(/no room/)).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(pwa.asked).toEqual(['repair', 'check', 'start'])
})

test('without a network the line above the question box says what works', async () => {
  const { ponder, pwa } = createPonder()
  const screen = await render(<App ponder={ponder} />)
  const words = 'No network. What works: the app and your chats.'
  await expect.element(screen.getByRole('main').getByText(words)).not.toBeInTheDocument()
  pwa.set({ app: { status: 'kept', files: 58 }, isOnline: false })
  await expect.element(screen.getByRole('main').getByText(words)).toBeVisible()
})
