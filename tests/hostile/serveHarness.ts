import { env } from 'node:process'
import { fileURLToPath } from 'node:url'

import react from '@vitejs/plugin-react'
import { build, preview } from 'vite'

import { securityHeaders } from '../../src/app/securityHeaders.ts'

const root = fileURLToPath(new URL('.', import.meta.url))
const outDir = fileURLToPath(new URL('../../test-results/hostile', import.meta.url))

/** Builds the page of hostile replies as the app is built, and serves it with every header of the app. */
export async function withHarness<T>(visit: (address: string) => Promise<T>): Promise<T> {
  // Whoever builds it: what is measured is what people are served.
  env['NODE_ENV'] = 'production'
  await build({
    root,
    configFile: false,
    base: './',
    publicDir: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 2000,
    },
  })
  const server = await preview({
    root,
    configFile: false,
    logLevel: 'warn',
    build: { outDir },
    preview: { port: 0, headers: securityHeaders },
  })
  try {
    const address = server.httpServer.address()
    if (address === null || typeof address === 'string') throw new Error('The server has no port.')
    return await visit(`http://localhost:${address.port}/`)
  } finally {
    await server.close()
  }
}
