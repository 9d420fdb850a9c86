import '../../../src/app/tokens.css'

import { expect, onTestFinished, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'

import { Thought } from '../../../src/reasoning/Thought.tsx'

const steps = Array.from(
  { length: 40 },
  (_, index) => `Step ${index + 1}. Something is worked out here.\nand so on`,
).join('\n')

test('the bar’s arrow keys go from step to step up to the last, and the outline goes along', async () => {
  const screen = await render(
    <Thought display="follow" isLast isLive={false} ms={3000} text={steps} tokens={400} />,
  )
  await userEvent.click(screen.getByRole('button', { name: 'Outline' }))
  const bar = screen.getByRole('slider', { name: 'Place in the thought' })
  ;(bar.element() as HTMLElement).focus()
  await userEvent.keyboard('{Home}')
  for (let step = 2; step <= 40; step += 1) {
    await userEvent.keyboard('{ArrowDown}')
    await expect.element(bar).toHaveAttribute('aria-valuenow', String(step))
  }
  const current = screen.container.querySelector('[aria-current="location"]')
  expect(current?.textContent).toContain('Step 40.')
  await userEvent.keyboard('{ArrowUp}')
  await expect.element(bar).toHaveAttribute('aria-valuenow', '39')
})

test('where a browser has no highlights, the line that was found is gone to and has a ring', async () => {
  const known = Object.getOwnPropertyDescriptor(CSS, 'highlights')
  expect(Reflect.deleteProperty(CSS, 'highlights')).toBe(true)
  onTestFinished(() => {
    if (known !== undefined) Object.defineProperty(CSS, 'highlights', known)
  })
  const screen = await render(
    <Thought display="follow" isLast isLive={false} ms={3000} text={steps} tokens={400} />,
  )
  await userEvent.click(screen.getByRole('button', { name: 'Search', exact: true }))
  await userEvent.keyboard('Step 3')
  const input = screen.getByRole('searchbox', { name: 'Search this thought' })
  // The marks leave the keys where they are.
  await expect.element(input).toHaveValue('Step 3')
  await expect.element(screen.getByText('1 of 11')).toBeVisible()
  const ringed = (): Element | null =>
    screen.container.querySelector('[data-thought-found="current"]')
  expect(ringed()?.textContent).toMatch(/^Step 3\./)

  // The last of them stands far below what is in sight.
  await userEvent.keyboard('{Shift>}{Enter}{/Shift}')
  await expect.poll(() => ringed()?.textContent).toMatch(/^Step 39\./)
  expect(screen.container.querySelectorAll('[data-thought-found="current"]')).toHaveLength(1)
  const box = screen.getByRole('region', { name: 'Thought' }).element().getBoundingClientRect()
  const line = ringed()?.getBoundingClientRect()
  expect(line?.top).toBeGreaterThanOrEqual(box.top)
  expect(line?.bottom).toBeLessThanOrEqual(box.bottom)
  const { outlineStyle, outlineWidth } = getComputedStyle(ringed() ?? document.body)
  expect([outlineStyle, outlineWidth]).toEqual(['solid', '2px'])

  await userEvent.keyboard('{Escape}')
  await expect.poll(() => screen.container.querySelector('[data-thought-found]')).toBeNull()
})
