import { runnerImport } from 'vite'

// The server is TypeScript, which the oldest Node we support cannot run itself.
await runnerImport(new URL('command.ts', import.meta.url).pathname)
