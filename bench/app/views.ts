import type { Page } from '@playwright/test'

import { inOptions } from '../../tests/e2e/ponder.ts'

/** What of a thought is open while it is measured. The bar beside it and the context meter always are. */
export type View = 'lines' | 'outline and search' | 'token lens'

/** Before the question: the lens is asked for with it. */
export async function prepareView(page: Page, view: View): Promise<void> {
  if (view !== 'token lens') return
  await inOptions(page, () => page.getByRole('switch', { name: 'Token lens' }).click())
}

/** Once the thought is long enough to have one. */
export async function openView(page: Page, view: View): Promise<void> {
  if (view !== 'outline and search') return
  await page.getByRole('button', { name: 'Outline' }).click()
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await page.getByRole('searchbox', { name: 'Search this thought' }).fill('check')
}

/** What a reader does in a long thought while it grows; each step is watched for itself. */
export const readerSteps: Readonly<
  Record<View, readonly (readonly [what: string, run: (page: Page) => Promise<void>])[]>
> = {
  lines: [],
  'outline and search': [
    [
      'opening the outline',
      async (page) => {
        for (let press = 0; press < 2; press += 1) await pressNow(page, 'Outline')
      },
    ],
    [
      'a search',
      async (page) => {
        const search = page.getByRole('searchbox', { name: 'Search this thought' })
        await search.fill('Step')
        await search.press('Enter')
      },
    ],
    [
      'jumps',
      async (page) => {
        const bar = page.getByRole('slider', { name: 'Place in the thought' })
        for (const key of ['Home', 'PageDown', 'End']) await bar.press(key)
      },
    ],
  ],
  'token lens': [['a fork', (page) => pressNow(page, 'Next fork')]],
}

/** In the page: finding one by its role would ask for the names of all buttons, and count as the page's own work. */
const pressNow = (page: Page, name: string): Promise<void> =>
  page.evaluate((words) => {
    for (const button of document.querySelectorAll('button'))
      if (button.textContent === words) return button.click()
    throw new Error(`There is no button ${words}.`)
  }, name)
