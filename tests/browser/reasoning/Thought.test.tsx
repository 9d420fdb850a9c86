import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'

import { Thought } from '../../../src/reasoning/Thought.tsx'

const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `line ${index}`).join('\n')

const shared = { tokens: 41, ms: 3_000, display: 'follow' } as const

test('a thought is open while it grows, folds once when it ends, and says how long it took', async () => {
  const screen = await render(<Thought {...shared} isLive text={lines(3)} />)
  const details = screen.container.querySelector('details')
  expect(details?.open).toBe(true)
  expect(details?.querySelector('summary')?.textContent).toBe('Thinking 0:03 · 41 tokens')
  await screen.rerender(<Thought {...shared} isLive={false} text={lines(3)} />)
  expect(details?.open).toBe(false)
  expect(details?.querySelector('summary')?.textContent).toBe('Thought for 3 s · 41 tokens')
})

test('a thought that was stopped stays open: no answer has come to fold it for', async () => {
  const screen = await render(<Thought {...shared} isLast isLive text={lines(3)} />)
  await screen.rerender(<Thought {...shared} isLast isLive={false} text={lines(3)} />)
  expect(screen.container.querySelector('details')?.open).toBe(true)
  await screen.rerender(<Thought {...shared} isLive={false} text={lines(3)} />)
  expect(screen.container.querySelector('details')?.open).toBe(false)
})

test('a thought that the reader opened or folded stays so', async () => {
  const screen = await render(<Thought {...shared} isLive text={lines(3)} />)
  const details = screen.container.querySelector('details')
  await userEvent.click(screen.getByText(/Thinking/))
  expect(details?.open).toBe(false)
  await screen.rerender(<Thought {...shared} isLive text={lines(9)} />)
  expect(details?.open).toBe(false)
  await userEvent.click(screen.getByText(/Thinking/))
  await screen.rerender(<Thought {...shared} isLive={false} text={lines(9)} />)
  expect(details?.open).toBe(true)
})

test('"closed" keeps a growing thought folded', async () => {
  const screen = await render(<Thought {...shared} display="closed" isLive text={lines(3)} />)
  expect(screen.container.querySelector('details')?.open).toBe(false)
})

test('the window follows the newest line until the reader scrolls up, and again at the end', async () => {
  const screen = await render(<Thought {...shared} isLive text={lines(100)} />)
  const view = screen.getByRole('region', { name: 'Thought' }).element()
  const left = (): number => view.scrollHeight - view.clientHeight - view.scrollTop
  await expect.poll(left).toBeLessThan(2)
  expect(view.scrollTop).toBeGreaterThan(0)

  view.scrollTop = 100
  view.dispatchEvent(new Event('scroll'))
  await screen.rerender(<Thought {...shared} isLive text={lines(140)} />)
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  expect(view.scrollTop).toBe(100)

  view.scrollTop = view.scrollHeight
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  await screen.rerender(<Thought {...shared} isLive text={lines(200)} />)
  await expect.poll(left).toBeLessThan(2)
})

test('nothing in sight moves or flickers while lines come, also where finished ones are put away', async () => {
  const shifts: number[] = []
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & Shift).value)
  })
  const screen = await render(<Thought {...shared} isLive text={lines(30)} />)
  const frame = (): Promise<unknown> =>
    new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  await frame()
  observer.observe({ type: 'layout-shift' })
  for (let count = 31; count < 100; count += 1) {
    await screen.rerender(<Thought {...shared} isLive text={lines(count)} />)
    await frame()
  }
  observer.disconnect()
  expect(screen.container.querySelectorAll('p').length).toBe(99)
  expect(shifts).toEqual([])
})

/** The browser's own entry, which TypeScript does not know. */
interface Shift {
  readonly value: number
}
