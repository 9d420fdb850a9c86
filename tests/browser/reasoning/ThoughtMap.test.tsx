import { expect, test } from 'vitest'
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
