import { fileURLToPath } from 'node:url'

import { buildWithWorker, serveFolder, type Served } from '../../buildWithWorker.ts'
import { test as base } from '../fixtures.ts'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/** Tests of the built app with a model that says what its script says. */
export const test = base.extend<object, { scripted: Served }>({
  scripted: [
    // Playwright finds what a fixture needs by this pattern.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, run) => {
      const folder = path('../../../test-results/scripted-app')
      await buildWithWorker(path('../../../dist'), folder, path('scripted.worker.ts'))
      const server = await serveFolder(folder)
      await run(server)
      await server.close()
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  // Nothing of this build is kept for offline use.
  serviceWorkers: 'block',
  baseURL: async ({ scripted }, run) => {
    await run(scripted.address)
  },
})
