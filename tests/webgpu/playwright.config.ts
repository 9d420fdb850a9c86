import { defineConfig } from '@playwright/test'

import { chromiumFlags, findChromium } from '../chromium.ts'

/** Libraries that are compiled for a test and run in Chromium on software WebGPU, apart from the app. */
// oxlint-disable-next-line import/no-default-export -- Playwright asks for it.
export default defineConfig({
  testDir: '.',
  testIgnore: ['f16/**', 'real/**'],
  outputDir: '../../test-results/webgpu',
  forbidOnly: true,
  retries: 0,
  // Compiling and computing both happen on the processor: two tests at once only make both slow.
  workers: 1,
  // The first run compiles TVM's runtime, and a library for each test.
  timeout: 10 * 60_000,
  use: { launchOptions: { executablePath: findChromium(), args: chromiumFlags } },
})
