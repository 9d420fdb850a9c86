import { defineConfig } from '@playwright/test'

import { chromiumFlags, findChromium } from '../../chromium.ts'

/**
 * `npm run test:real-model`: a model of 135 million parameters that others trained. Not part of `npm test`, for
 * it fetches 98 MB and takes minutes.
 */
// oxlint-disable-next-line import/no-default-export -- Playwright asks for it.
export default defineConfig({
  testDir: '.',
  outputDir: '../../../test-results/real-model',
  forbidOnly: true,
  retries: 0,
  workers: 1,
  timeout: 60 * 60_000,
  use: { launchOptions: { executablePath: findChromium(), args: chromiumFlags } },
})
