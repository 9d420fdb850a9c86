import { defineConfig } from '@playwright/test'

/** `npm run test:f16`: apart from the others, for it makes a small Debian of its own, as root. */
// oxlint-disable-next-line import/no-default-export -- Playwright asks for it.
export default defineConfig({
  testDir: '.',
  outputDir: '../../../test-results/f16',
  forbidOnly: true,
  retries: 0,
  workers: 1,
  timeout: 60 * 60_000,
})
