import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'

import { App } from '../../../src/app/App.tsx'

test('the frame has one main region, headed by the name of the app', async () => {
  const screen = await render(<App />)
  await expect
    .element(screen.getByRole('main').getByRole('heading', { level: 1 }))
    .toHaveTextContent('Ponder')
})
