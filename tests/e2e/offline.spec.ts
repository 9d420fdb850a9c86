import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

import type { Page, Response } from '@playwright/test'

import { readRelease } from '../../.ci/release.mjs'
import { builtApp, test } from './appServer.ts'
import { expect } from './fixtures.ts'
import {
  answers,
  ask,
  engineReady,
  keptForOffline,
  makeGreedy,
  openPonder,
  openThought,
  part,
  questions,
  replyEnded,
} from './ponder.ts'
import { readRecords, writeRecord } from './storedRecords.ts'

const markdown = '```js\nconst answer = 42\n```\n\n$$\n\\frac{a + b}{2} \\ge \\sqrt{ab}\n$$'

/** The browser looks for the tab's icon itself, past every service worker. */
const isIcon = (address: string): boolean => /\/icon(s\/icon-192)?\.(svg|png)$/.test(address)

test.use({ actionTimeout: 60_000 })

/** Nothing that a page of the app asks for: told here once more, apart from the code that leaves it out. */
const notAsked =
  /^(\.vite\/manifest\.json|_headers|hosting\/(nginx\.conf|Caddyfile)|sw\.js|screenshots\/\w+\.png|models\/libraries\/.*)$/

test('every file that the build made is kept for offline use, whatever its size', () => {
  const { files } = readRelease(builtApp)
  const built = readdirSync(builtApp, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(builtApp, path)).isFile(),
  )
  expect(files.map(({ path }) => path).toSorted()).toEqual(
    built.filter((path) => !notAsked.test(path)).toSorted(),
  )
  const kinds = [
    /^index\.html$/,
    /^assets\/engine\.worker-.*\.js$/,
    /^assets\/FormulaElements-.*\.js$/,
    /^assets\/ColouredCode-.*\.js$/,
    /^assets\/geist-.*\.woff2$/,
    /^models\/nano\/manifest\.json$/,
    /^models\/nano\/resolve\/.*\.wasm$/,
    /^models\/nano\/resolve\/.*\/params_shard_0\.bin$/,
    /^manifest\.webmanifest$/,
    /^icons\/maskable-512\.png$/,
  ]
  for (const kind of kinds) expect(files.filter(({ path }) => kind.test(path))).not.toEqual([])
  expect(files.filter(({ path }) => path.startsWith('models/libraries/'))).toEqual([])
})

test('after one visit all of it works with the network gone and the host stopped: thirty steps', async ({
  page,
  context,
  server,
  faults,
}) => {
  test.setTimeout(400_000)
  let tab = page
  const fromNetwork: string[] = []
  context.on('response', (response: Response) => {
    if (isOff && !response.fromServiceWorker()) fromNetwork.push(response.url())
  })
  let isOff = false
  let step = 0
  const check = (what: string, work: () => Promise<unknown>): Promise<unknown> =>
    test.step(`${++step}. ${what}`, work)

  await openPonder(page)
  await keptForOffline(page)
  await server.stop()
  await context.setOffline(true)
  isOff = true
  server.requests.length = 0

  await check(
    'what the browser itself remembers is forgotten, and a reload opens the app',
    async () => {
      const devtools = await context.newCDPSession(tab)
      await devtools.send('Network.clearBrowserCache')
      await devtools.detach()
      await tab.reload()
      await expect(tab.getByRole('heading', { level: 1 })).toHaveText('Ponder')
    },
  )
  await check('the page is as guarded as it was', async () => {
    expect(await tab.evaluate(() => crossOriginIsolated)).toBe(true)
    const blocked = tab.evaluate(() => {
      document.createElement('div').innerHTML = '<b>bold</b>'
    })
    await expect(blocked).rejects.toThrow('TrustedHTML')
    const isReported = (fault: string) => /TrustedHTML|trusted-types/.test(fault)
    expect(faults.splice(0).filter((fault) => !isReported(fault) && !isNoNetwork(fault))).toEqual(
      [],
    )
  })
  await check('its letters are its own', async () => {
    const loaded = await tab.evaluate(async () => {
      const found = await document.fonts.load('16px "Geist Variable"')
      return found.map(({ status }) => status)
    })
    expect(loaded).toContain('loaded')
  })
  await check('the line says what works', () =>
    expect(tab.locator('[data-part="offline"]')).toHaveText(
      'No network. What works: the app, your chats and ponder-nano.',
    ),
  )
  await check('the model loads', () => engineReady(tab))
  await check('a question is answered', async () => {
    await makeGreedy(tab)
    await ask(tab, 'What is 17 + 25?')
    await expect(part(await replyEnded(tab), 'answer')).toContainText('42')
  })
  await check('its thought can be read', async () => {
    expect((await openThought(answers(tab).last())).length).toBeGreaterThan(20)
  })
  await check('the exact prompt can be read', async () => {
    await answers(tab).last().getByRole('button', { name: 'Prompt' }).click()
    await expect(tab.locator('[data-part="prompt"]')).toContainText('What is 17 + 25?')
    await tab.keyboard.press('Escape')
  })
  await check('the answer is tried again', async () => {
    await answers(tab).last().getByRole('button', { name: 'Try again' }).click()
    await expect(answers(tab).last()).toContainText('2 of 2')
    await replyEnded(tab)
  })
  await check('the version before is still there', async () => {
    await answers(tab).last().getByRole('button', { name: 'Previous version' }).click()
    await expect(answers(tab).last()).toContainText('1 of 2')
  })
  await check('a long thought is stopped', async () => {
    await tab.getByRole('button', { name: 'New chat' }).click()
    await ask(tab, 'What is 347 × 28?')
    const thought = part(answers(tab).last(), 'thought').getByRole('region')
    await expect
      .poll(async () => (await thought.allInnerTexts()).join('').length)
      .toBeGreaterThan(20)
    await tab.getByRole('button', { name: 'Stop' }).click()
    await expect(await replyEnded(tab)).toContainText('Stopped.')
  })
  await check('and continued', async () => {
    const reply = answers(tab).last()
    await engineReady(tab)
    await reply.getByRole('button', { name: 'Continue' }).click()
    await expect(part(reply, 'answer')).toBeVisible({ timeout: 60_000 })
    await replyEnded(tab)
  })
  await check('a question is edited', async () => {
    await questions(tab).first().hover()
    await questions(tab).first().getByRole('button', { name: 'Edit question' }).click()
    await tab.getByRole('textbox', { name: 'Edited question' }).fill('What is 4 + 5?')
    await tab.getByRole('button', { name: 'Ask this instead' }).click()
    await expect(part(await replyEnded(tab), 'answer')).toContainText('9')
  })
  await check('a stored answer with code and mathematics opens', async () => {
    await answerIn(tab, markdown)
    await tab.reload()
    await expect(part(answers(tab).last(), 'answer')).toBeVisible()
  })
  await check('its code is coloured by a part that is loaded late', () =>
    expect(part(answers(tab).last(), 'answer').locator('pre code span').first()).toBeVisible(),
  )
  await check('its formula is set by another', () =>
    expect(part(answers(tab).last(), 'answer').locator('math mfrac').first()).toBeVisible(),
  )
  await check('the models are listed', async () => {
    await tab.getByRole('button', { name: /^Model: / }).click()
    await expect(tab.getByRole('article', { name: 'ponder-nano' })).toBeVisible()
    await tab.keyboard.press('Escape')
  })
  await check('the chat has its options', async () => {
    await tab.getByRole('button', { name: 'Chat options' }).click()
    await tab.getByRole('textbox', { name: 'System prompt' }).fill('Be brief.')
    await tab.keyboard.press('Escape')
  })
  await check('the colours can be changed', async () => {
    await tab.getByRole('button', { name: 'Settings' }).click()
    await tab.getByRole('radio', { name: 'Dark' }).check()
    await expect(tab.locator('html')).toHaveAttribute('data-theme', 'dark')
  })
  await check('the airplane check finds every file', async () => {
    await tab.getByRole('button', { name: 'Check every file' }).click()
    await expect(tab.getByText('Checked: every file is here and as it should be.')).toBeVisible()
    await tab.keyboard.press('Escape')
  })
  await check('a chat is renamed', async () => {
    const chats = tab.getByRole('navigation', { name: 'Chats' })
    await chats.getByRole('link', { name: '17 + 25' }).hover()
    await chats.getByRole('button', { name: 'Rename What is 17 + 25?' }).click()
    await tab.keyboard.type('A sum')
    await tab.keyboard.press('Enter')
    await expect(chats.getByRole('link', { name: 'A sum' })).toBeVisible()
  })
  await check('a chat is deleted and taken back', async () => {
    const chats = tab.getByRole('navigation', { name: 'Chats' })
    await chats.getByRole('link', { name: 'A sum' }).hover()
    await chats.getByRole('button', { name: 'Delete A sum' }).click()
    await expect(chats.getByRole('link', { name: 'A sum' })).toHaveCount(0)
    await tab.getByRole('button', { name: 'Undo' }).click()
    await expect(chats.getByRole('link', { name: 'A sum' })).toBeVisible()
    // Other tabs read it from the disk.
    await expect.poll(async () => JSON.stringify(await readRecords(tab))).toContain('A sum')
  })
  await check('a second tab opens and has the chats', async () => {
    tab = await context.newPage()
    await openPonder(tab)
    await expect(tab.getByRole('link', { name: 'A sum' })).toBeVisible()
  })
  await check('a question is answered in it', async () => {
    await engineReady(tab)
    await ask(tab, 'What is 2 + 3?')
    await expect(part(await replyEnded(tab), 'answer')).toContainText('5')
  })
  await check('a chat opens by its address', async () => {
    const address = await tab.getByRole('link', { name: 'A sum' }).getAttribute('href')
    await tab.goto(`./${address}`)
    await tab.reload()
    await expect(questions(tab)).toContainText('What is 17 + 25?')
  })
  await check('the shortcut to the models opens them', async () => {
    await tab.goto('./?open=models')
    await expect(tab.getByRole('dialog', { name: 'Models' })).toBeVisible()
    await tab.keyboard.press('Escape')
    await expect(tab.getByRole('dialog')).toHaveCount(0)
  })
  await check('a text that another app shares waits in the question box', async () => {
    await tab.goto('./?shared-text=What%20is%206%20%2B%207%3F')
    await expect(tab.getByRole('textbox', { name: 'Message' })).toHaveValue('What is 6 + 7?')
    await expect(answers(tab)).toHaveCount(0)
  })
  await check('and is sent by hand', async () => {
    await tab.getByRole('textbox', { name: 'Message' }).press('Enter')
    await expect(part(await replyEnded(tab), 'answer')).toContainText('13')
  })
  await check('with all tabs closed, the app opens again', async () => {
    for (const open of context.pages()) await open.close()
    tab = await context.newPage()
    await openPonder(tab)
    await engineReady(tab)
    await expect(tab.getByRole('navigation', { name: 'Chats' }).getByRole('link')).toHaveCount(4)
  })
  await check('nothing was asked of any host', async () => {
    expect(server.requests).toEqual([])
    expect(fromNetwork.filter((address) => !isIcon(address))).toEqual([])
    // The requests that did leave the origin, had there been one, are faults.
    expect(faults.splice(0).filter((fault) => !isNoNetwork(fault))).toEqual([])
  })
  expect(step).toBe(30)
})

/** The browser's own words about what it looks for past the service worker. */
const isNoNetwork = (fault: string): boolean =>
  /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED)/.test(fault)

/** Puts a text that the model would never write where its last answer is stored. */
async function answerIn(page: Page, text: string): Promise<void> {
  const newest = Object.entries(await readRecords(page))
    .filter(([, record]) => isAnswer(record) && record.parts.length > 0)
    .toSorted(([, one], [, other]) => startedAt(other) - startedAt(one))[0]
  if (newest === undefined) throw new Error('No answer is stored.')
  const [key, record] = newest
  await writeRecord(page, key, { ...Object(record), parts: [{ kind: 'answer', text, marks: [] }] })
}

const isAnswer = (record: unknown): record is { parts: readonly unknown[] } =>
  (record as { role?: unknown }).role === 'answer'

const startedAt = (record: unknown): number => (record as { createdAt?: number }).createdAt ?? 0

test('on a host that sends no headers the page is isolated from the second visit on', async ({
  page,
  server,
}) => {
  server.sendsHeaders = false
  await openPonder(page)
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false)
  await keptForOffline(page)
  await page.reload()
  await engineReady(page)
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
})

test('a damaged file is found by the airplane check, told of, and fetched again', async ({
  page,
  server,
}) => {
  await openPonder(page)
  await keptForOffline(page)
  await page.evaluate(async () => {
    const name = (await caches.keys()).find((cache) => cache.startsWith('ponder/app')) ?? ''
    const cache = await caches.open(name)
    const address = new URL('icon.svg', document.baseURI).href
    const headers = (await cache.match(address))?.headers ?? {}
    await cache.put(address, new Response('damaged', { headers }))
    await cache.delete(new URL('models/nano/manifest.json', document.baseURI).href)
  })
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Check every file' }).click()
  const settings = page.getByRole('dialog', { name: 'Settings' })
  await expect(settings).toContainText('1 file is damaged; what was damaged is removed.')
  await expect(settings).toContainText('missing here models/nano/manifest.json and icon.svg')
  await expect(settings).toContainText('ponder-nano: some of its files are missing')

  server.requests.length = 0
  await settings.getByRole('button', { name: 'Fetch what is missing' }).click()
  await expect(settings).toContainText('Checked: every file is here and as it should be.')
  expect(new Set(server.requests)).toEqual(new Set(['models/nano/manifest.json', 'icon.svg']))
})
