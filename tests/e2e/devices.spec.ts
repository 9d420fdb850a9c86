import { expect, test } from './fixtures.ts'
import { ask, openPonder, questions, replyEnded } from './ponder.ts'

for (const [lack, script, words] of [
  ['WebGPU', 'delete Navigator.prototype.gpu', 'This browser cannot run a model here'],
  [
    'a limit that the model needs',
    `{
      const { get } = Object.getOwnPropertyDescriptor(GPUAdapter.prototype, 'limits')
      Object.defineProperty(GPUAdapter.prototype, 'limits', {
        get() {
          const limits = get.call(this)
          return new Proxy(limits, {
            get: (_, name) => (name === 'maxBufferSize' ? 1024 : limits[name]),
          })
        },
      })
    }`,
    'This device cannot hold the model',
  ],
] as const)
  test(`a device without ${lack} says so and what to do, and chats still open`, async ({
    page,
    context,
  }) => {
    await openPonder(page)
    await ask(page, 'What is 2 + 3?')
    await replyEnded(page)
    await page.close()

    const lacking = await context.newPage()
    await lacking.addInitScript(script)
    await openPonder(lacking)
    await expect(lacking.locator('html')).toHaveAttribute('data-engine', 'failed')
    await expect(lacking.getByText(words)).toBeVisible()
    await lacking.getByRole('link', { name: 'What is 2 + 3?' }).click()
    await expect(questions(lacking)).toContainText('What is 2 + 3?')
  })
