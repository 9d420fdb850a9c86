import type { Page } from '@playwright/test'

/** What of a thought is open while it is measured. The bar beside it and the context meter always are. */
export type View = 'lines' | 'outline and search' | 'token lens'

/** Before the question: the lens is asked for with it. */
export async function prepareView(page: Page, view: View): Promise<void> {
  if (view !== 'token lens') return
  await page.getByRole('button', { name: 'Chat options' }).click()
  await page.getByRole('switch', { name: 'Token lens' }).click()
  await page.keyboard.press('Escape')
}

/** Once the thought is long enough to have one. */
export async function openView(page: Page, view: View): Promise<void> {
  if (view !== 'outline and search') return
  await page.getByRole('button', { name: 'Outline' }).click()
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await page.getByRole('searchbox', { name: 'Search this thought' }).fill('check')
}

/** What a reader does in a long thought while it grows. */
export async function browseView(page: Page, view: View): Promise<void> {
  if (view === 'token lens') return page.getByRole('button', { name: 'Next fork' }).click()
  if (view !== 'outline and search') return
  await page.getByRole('button', { name: 'Outline', exact: true }).click()
  await page.getByRole('button', { name: 'Outline', exact: true }).click()
  const search = page.getByRole('searchbox', { name: 'Search this thought' })
  await search.fill('Step')
  await search.press('Enter')
  const bar = page.getByRole('slider', { name: 'Place in the thought' })
  for (const key of ['Home', 'PageDown', 'End']) await bar.press(key)
}
