import type { Page } from '@playwright/test'

import { expect, test } from './fixtures.ts'
import { test as testWithHost } from './modelHost.ts'
import { engineReady, openPonder } from './ponder.ts'

/** That the guard over every other test can see what it guards against. */
const provocations: readonly (readonly [
  what: string,
  provoke: (page: Page) => Promise<unknown>,
  fault: RegExp,
])[] = [
  [
    'a picture from elsewhere',
    (page) =>
      page.evaluate(() => {
        document.body.append(Object.assign(new Image(), { src: 'https://elsewhere.example/x.png' }))
      }),
    /^policy: img-src https:\/\/elsewhere\.example/,
  ],
  [
    'text as HTML',
    (page) =>
      page
        .evaluate(() => {
          document.body.innerHTML = '<b>x</b>'
        })
        .catch(() => undefined),
    /^policy: require-trusted-types-for/,
  ],
  [
    'a request of the engine’s worker to a host that is not allowed',
    (page) =>
      page
        .workers()[0]
        ?.evaluate(() => fetch('https://elsewhere.example/').catch(() => undefined)) ??
      Promise.reject(new Error('The engine has no worker.')),
    /^console: policy of a worker: connect-src https:\/\/elsewhere\.example/,
  ],
  [
    'a request of the page to a host that is not allowed',
    (page) => page.evaluate(() => fetch('https://elsewhere.example/').catch(() => undefined)),
    /^policy: connect-src https:\/\/elsewhere\.example/,
  ],
  [
    'a page of another origin in the app’s place',
    async (page) => {
      await page.route('https://elsewhere.example/', (route) => route.fulfill({ body: 'hello' }))
      await page.goto('https://elsewhere.example/')
    },
    /^request to another origin: https:\/\/elsewhere\.example\/$/,
  ],
  [
    'a request to a host that the policy allows',
    (page) => page.evaluate(() => fetch('https://huggingface.co/x').catch(() => undefined)),
    /^request to another origin: https:\/\/huggingface\.co\/x/,
  ],
  [
    'an error that nobody catches',
    (page) =>
      page.evaluate(() => {
        queueMicrotask(() => {
          throw new Error('uncaught')
        })
      }),
    /^error: uncaught/,
  ],
]

for (const [what, provoke, fault] of provocations)
  test(`${what} is a fault of the test it comes in`, async ({ page, faults }) => {
    await openPonder(page)
    await engineReady(page)
    expect(faults).toEqual([])
    await provoke(page)
    await expect.poll(() => faults.join('\n')).toMatch(new RegExp(fault.source, 'm'))
    faults.length = 0
  })

test.fail('a test in which something is wrong fails, whatever else it finds', async ({ page }) => {
  await openPonder(page)
  // oxlint-disable-next-line no-console
  await page.evaluate(() => console.error('on purpose'))
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)))
})

testWithHost(
  'a host that may be asked, and that nobody has named, is noticed',
  async ({ page, host, unbidden }) => {
    await openPonder(page)
    await engineReady(page)
    expect(unbidden).toEqual([])
    await page.evaluate((url) => fetch(url).then(({ status }) => status), `${host.origin}/x`)
    expect(unbidden).toEqual([`${host.origin}/x`])
    unbidden.splice(0)
  },
)
