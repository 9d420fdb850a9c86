import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { build, preview } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A copy of the built app of which nothing is kept for offline use. */
export function copyBuild(app: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  cpSync(app, folder, { recursive: true })
  rmSync(join(folder, 'sw.js'))
}

/**
 * A copy of the built app, byte for byte, but for the engine's worker: in its place is another. The app that
 * is served to people knows nothing of it. The list of what is kept offline has the hash of the worker that
 * it was built with, so nothing is.
 */
export async function buildWithWorker(app: string, folder: string, entry: string): Promise<void> {
  copyBuild(app, folder)
  const assets = join(folder, 'assets')
  const worker = readdirSync(assets).find((name) => /^engine\.worker-.*\.js$/.test(name))
  if (worker === undefined) throw new Error('The build has no engine worker.')
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      outDir: assets,
      emptyOutDir: false,
      lib: { entry, formats: ['es'], fileName: () => worker },
    },
  })
}

export interface Served {
  readonly address: string
  close(): Promise<void>
}

/** Serves a built folder as `vite preview` does, with all of its headers. */
export async function serveFolder(folder: string): Promise<Served> {
  const server = await preview({
    root,
    logLevel: 'warn',
    build: { outDir: folder },
    preview: { port: 0 },
  })
  const address = server.httpServer.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return { address: `http://127.0.0.1:${address.port}/`, close: () => server.close() }
}
