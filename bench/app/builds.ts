import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { build, preview } from 'vite'

import { buildIfStale } from '../../.ci/build.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const scriptedFolder = join(root, 'test-results/bench/app')

/** The built app in dist/, made anew when it is stale. */
export async function buildApp(): Promise<string> {
  if ((await buildIfStale()) !== 0) throw new Error('The app could not be built.')
  return join(root, 'dist')
}

/** The same build, byte for byte, but for the engine's worker: in its place is the scripted one. */
export async function buildScripted(app: string): Promise<string> {
  rmSync(scriptedFolder, { recursive: true, force: true })
  cpSync(app, scriptedFolder, { recursive: true })
  const assets = join(scriptedFolder, 'assets')
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
      lib: {
        entry: fileURLToPath(new URL('scripted.worker.ts', import.meta.url)),
        formats: ['es'],
        fileName: () => worker,
      },
    },
  })
  return scriptedFolder
}

/** Serves a build as `vite preview` does, with all of its headers, for as long as `visit` runs. */
export async function withServer<T>(
  folder: string,
  visit: (address: string) => Promise<T>,
): Promise<T> {
  const server = await preview({
    root,
    logLevel: 'warn',
    build: { outDir: folder },
    preview: { port: 0 },
  })
  try {
    const address = server.httpServer.address()
    if (address === null || typeof address === 'string') throw new Error('The server has no port.')
    return await visit(`http://127.0.0.1:${address.port}/`)
  } finally {
    await server.close()
  }
}
