import { AxeBuilder } from '@axe-core/playwright'

import { expect, test } from './fixtures.ts'
import { answers, ask, makeGreedy, openPonder, openThought, part, replyEnded } from './ponder.ts'

for (const width of [390, 1440])
  test(`at ${width} px a long thought has an outline, a search and a bar to jump by, and the keys a sheet`, async ({
    page,
  }) => {
    test.setTimeout(300_000)
    await page.setViewportSize({ width, height: 800 })
    await openPonder(page)
    await makeGreedy(page)
    await ask(page, 'What is 347 × 28?')
    const reply = await replyEnded(page)
    await openThought(reply)
    const thought = part(reply, 'thought')

    await thought.getByRole('button', { name: 'Outline' }).click()
    const entries = thought
      .getByRole('navigation', { name: 'Outline of the thought' })
      .getByRole('button')
    expect(await entries.count()).toBeGreaterThan(2)
    await expect(entries.last()).toContainText(/about \d+ tokens/)
    await entries.last().focus()
    await page.keyboard.press('Enter')
    await expect(entries.last()).toBeFocused()
    await expect(thought.locator('[aria-current="location"]')).toHaveCount(1)
    const headings = thought.getByRole('heading', { level: 3 })
    expect(await headings.count()).toBe(await entries.count())
    await expect(headings.last()).toBeInViewport()

    const bar = thought.getByRole('slider', { name: 'Place in the thought' })
    await bar.focus()
    await page.keyboard.press('Home')
    await expect(bar).toHaveAttribute('aria-valuenow', '1')
    await expect(entries.first()).toHaveAttribute('aria-current', 'location')

    await page.getByRole('article', { name: 'Answer' }).press('Tab')
    await thought.locator('summary').focus()
    await page.keyboard.press('f')
    const search = thought.getByRole('searchbox', { name: 'Search this thought' })
    await expect(search).toBeFocused()
    await page.keyboard.type('347')
    await expect(thought.getByRole('status')).toHaveText(/^1 of \d+$/)
    await page.keyboard.press('Shift+Enter')
    await expect(thought.getByRole('status')).toHaveText(/^(\d+) of \1$/)
    expect(await page.evaluate(() => CSS.highlights.get('thought-found-now')?.size)).toBe(1)
    await page.screenshot({ path: test.info().outputPath(`thought-${width}.png`) })

    await examine('a thought with its outline and search')
    await page.keyboard.press('Escape')
    await expect(search).toHaveCount(0)
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
    await page.screenshot({ path: test.info().outputPath(`keys-${width}.png`) })
    await examine('keys')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.keyboard.press('a')
    await expect(answers(page).last()).toBeFocused()
    await page.keyboard.press('m')
    const message = page.getByRole('textbox', { name: 'Message' })
    await expect(message).toBeFocused()
    await page.keyboard.type('not?')
    await expect(message).toHaveValue('not?')
    await expect(page.getByRole('dialog')).toHaveCount(0)

    async function examine(screen: string): Promise<void> {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect
          .soft(
            violations.flatMap(({ id, nodes }) =>
              nodes.map(({ target, failureSummary }) => [id, String(target), failureSummary]),
            ),
            `${screen}, ${colorScheme}`,
          )
          .toEqual([])
      }
    }
  })
