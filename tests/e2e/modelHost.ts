import { test as base, type BrowserContext, type Locator, type Page } from '@playwright/test'

import { startFaultServer, type FaultServer } from '../fakes/faultServer/faultServer.ts'
import { expect } from './fixtures.ts'
import { serveBuild } from './serveBuild.ts'

export { expect } from './fixtures.ts'

interface Fixtures {
  /** Everything that the page asked for outside of its own origin. */
  readonly asked: string[]
  /** What of it was asked for before a person had named the host: nobody may have. */
  readonly unbidden: string[]
  /** What no page of ours may do. Broken lines to the model's host are told in the console, and are no fault. */
  readonly faults: string[]
}

interface WorkerFixtures {
  readonly host: FaultServer
  readonly appUrl: string
}

/** The built app, and a model's host at another port of which everything may be expected. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  host: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await startFaultServer()
      await use(server)
      await server.close()
    },
    { scope: 'worker' },
  ],
  appUrl: [
    async ({ host }, use) => {
      const app = await serveBuild([host.origin, host.otherOrigin])
      await use(app.url)
      await app.close()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ appUrl }, provide) => provide(appUrl),
  unbidden: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const unbidden: string[] = []
      await use(unbidden)
      expect(unbidden).toEqual([])
    },
    { auto: true },
  ],
  asked: [
    async ({ context, appUrl, unbidden }, use) => {
      const asked: string[] = []
      context.on('request', (request) => {
        const url = new URL(request.url())
        const isWeb = url.protocol.startsWith('http')
        if (!isWeb || url.origin === new URL(appUrl).origin) return
        asked.push(url.href)
        if (!named.has(context)) unbidden.push(url.href)
      })
      await use(asked)
    },
    { auto: true },
  ],
  faults: [
    async ({ context, host, asked }, use) => {
      const faults: string[] = []
      context.on('weberror', (error) => faults.push(`error: ${error.error().message}`))
      context.on('console', (message) => {
        // The second one: of a worker's script, asked for at a moment when the network is cut.
        const isOfNetwork =
          message.text().startsWith('Failed to load resource') ||
          message.text() === 'An unknown error occurred when fetching the script.'
        if (message.type() === 'error' && !isOfNetwork) faults.push(message.text())
      })
      await use(faults)
      const own = [host.origin, host.otherOrigin]
      const others = asked.filter((url) => !own.includes(new URL(url).origin))
      expect([...faults, ...others]).toEqual([])
    },
    { auto: true },
  ],
})

/** Browsers in which a person has named the host, and so may expect that it is asked. */
const named = new WeakSet<BrowserContext>()

/** From here on the person has given the host's address, and it may be asked. */
export const nameHost = (page: Page): void => void named.add(page.context())

/** The host as new: these files, no faults, nothing counted. */
export function serve(
  host: FaultServer,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): void {
  host.filesByName.clear()
  for (const [name, bytes] of files) host.filesByName.set(name, bytes)
  host.faultsByName.clear()
  host.bytesByName.clear()
  host.asked.splice(0)
  host.control({
    allowsRange: true,
    isDown: false,
    bytesPerSecond: 0,
    randomCuts: 0,
    lingerMs: 300,
  })
}

export async function openModels(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Model: / }).click()
  await expect(page.getByRole('dialog', { name: 'Models' })).toBeVisible()
}

export const card = (page: Page, name: string): Locator => page.getByRole('article', { name })

export const press = (page: Page, name: string, button: string): Promise<void> =>
  card(page, name).getByRole('button', { name: button, exact: true }).click()

/** Adds the model at the host by its address, up to the start of its download. */
export async function addByAddress(page: Page, address: string): Promise<void> {
  nameHost(page)
  await page.getByRole('textbox', { name: 'Address of the weights' }).fill(address)
  await page.getByRole('button', { name: 'Look at it' }).click()
  const plan = page.getByRole('group', { name: 'What would be added' })
  await expect(plan).toContainText(new URL(address).host)
  await plan.getByRole('button', { name: 'Download it' }).click()
}

export const bytesSent = (host: FaultServer, names: readonly string[]): number =>
  names.reduce((sum, name) => sum + (host.bytesByName.get(name) ?? 0), 0)
