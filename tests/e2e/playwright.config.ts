import { defineConfig } from '@playwright/test'

import { chromiumFlags, findChromium } from '../chromium.ts'

// Set once by the first process that reads this file; Playwright's workers inherit it.
const port = (process.env['PONDER_E2E_PORT'] ??= String(20_000 + (process.pid % 20_000)))
// A sub-path, as on a host that serves many projects: a URL that begins with a slash would miss it.
const address = `http://localhost:${port}/ponder/`
const repository = new URL('../..', import.meta.url).pathname

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/e2e',
  forbidOnly: true,
  retries: 0,
  // The model computes on the processor here: two tests at once only make both slow.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    // Tests open './', never '/'.
    baseURL: address,
    launchOptions: { executablePath: findChromium(), args: chromiumFlags },
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
  },
  webServer: {
    command: `node_modules/.bin/vite preview --base /ponder/ --port ${port} --strictPort`,
    cwd: repository,
    url: address,
  },
})
