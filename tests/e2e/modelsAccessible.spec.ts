import type { Page } from '@playwright/test'

import { findNoFault } from './examine.ts'
import { readSmallModel } from './hostedModel.ts'
import { card, expect, nameHost, openModels, press, serve, test } from './modelHost.ts'
import { engineReady, openPonder } from './ponder.ts'

for (const [width, colorScheme] of [
  [390, 'dark'],
  [1440, 'light'],
] as const)
  test(`every state of a model can be read and reached, ${width} px, ${colorScheme}`, async ({
    page,
    host,
  }) => {
    test.setTimeout(240_000)
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    serve(host, readSmallModel())
    await openPonder(page)
    await engineReady(page)
    await openModels(page)

    nameHost(page)
    await page.getByRole('textbox', { name: 'Address of the weights' }).fill(`${host.origin}/tiny/`)
    await page.keyboard.press('Enter')
    const plan = page.getByRole('group', { name: 'What would be added' })
    await expect(plan).toBeVisible()
    await examineDialog(page, 'what would be added')
    host.control({ bytesPerSecond: 300_000 })
    host.faultsByName.set('tokenizer.json', [{ kind: 'status', status: 404 }])
    await plan.getByRole('button', { name: 'Download it' }).click()
    await expect(card(page, 'tiny')).toContainText('tokenizer.json: HTTP 404.')
    await examineDialog(page, 'failed')
    await press(page, 'tiny', 'Resume')
    await expect(card(page, 'tiny').getByRole('progressbar')).toBeVisible()
    await examineDialog(page, 'downloading')
    await press(page, 'tiny', 'Pause')
    await expect(card(page, 'tiny')).toContainText('Paused at')
    await examineDialog(page, 'paused')
    host.control({ bytesPerSecond: 0 })
    await press(page, 'tiny', 'Resume')
    await expect(card(page, 'tiny').getByRole('button', { name: 'Unload' })).toBeVisible({
      timeout: 60_000,
    })
    await card(page, 'tiny').getByText('Figures, licence and source').click()

    // By the keyboard alone: the question has the focus at its first button, and Keep takes it back.
    await card(page, 'tiny').getByRole('button', { name: 'Delete' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Delete now' })).toBeFocused()
    await expect(card(page, 'tiny')).toContainText('This frees')
    await examineDialog(page, 'asked about deleting')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(card(page, 'tiny').getByRole('button', { name: 'Delete' })).toBeFocused()
  })

async function examineDialog(page: Page, state: string): Promise<void> {
  await findNoFault(page, state, { within: 'dialog' })
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('dialog *')]
      .filter(({ clientWidth, scrollWidth }) => clientWidth > 1 && scrollWidth > clientWidth + 1)
      .filter((element) => !element.matches('input, select, textarea'))
      .map(({ outerHTML }) => outerHTML.slice(0, 80)),
  )
  expect.soft(wide, `${state}, wider than its box`).toEqual([])
}
