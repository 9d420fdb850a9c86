import { runnerImport } from 'vite'

// The benchmark shares TypeScript with the tests, which the oldest Node we support cannot run itself.
await runnerImport(new URL('bench.ts', import.meta.url).pathname)
