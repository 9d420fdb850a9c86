import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

import { expect } from './fixtures.ts'

interface Scope {
  /** The part that is looked at; the whole page otherwise. */
  readonly within?: string | undefined
  /** The rules that are tried; all of them otherwise. */
  readonly rules?: string[] | undefined
}

/** Axe finds nothing as the page is now. */
export async function findNoFault(
  page: Page,
  what: string,
  { within, rules }: Scope = {},
): Promise<void> {
  const axe = new AxeBuilder({ page })
  if (within !== undefined) axe.include(within)
  if (rules !== undefined) axe.withRules(rules)
  const { violations } = await axe.analyze()
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => [id, String(target), failureSummary]),
  )
  expect.soft(found, what).toEqual([])
}

/** The same in light and in dark, and a picture of each to be looked at. `darkRules`: those for the dark. */
export async function examine(
  page: Page,
  screen: string,
  { within, darkRules }: Pick<Scope, 'within'> & { readonly darkRules?: string[] } = {},
): Promise<void> {
  const width = page.viewportSize()?.width ?? 0
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const name = `${screen.replaceAll(' ', '-')}-${width}-${colorScheme}`
    await page.screenshot({ path: `test-results/screens/${name}.png` })
    await findNoFault(page, `${screen}, ${width} px, ${colorScheme}`, {
      within,
      rules: colorScheme === 'dark' ? darkRules : undefined,
    })
  }
}

/** For the dark where the light is looked at whole: nothing but the colours differs. */
export const colourRules = ['color-contrast']
