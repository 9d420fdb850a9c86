import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/endurance',
  forbidOnly: true,
  retries: 0,
  workers: 1,
  // A guard against a hang, not a measure; the long runs say what they need.
  timeout: 900_000,
  expect: { timeout: 60_000 },
})
