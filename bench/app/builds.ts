import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { buildIfStale } from '../../.ci/build.mjs'
import { buildWithWorker, serveFolder } from '../../tests/buildWithWorker.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const scriptedFolder = join(root, 'test-results/bench/app')

/** The built app in dist/, made anew when it is stale. */
export async function buildApp(): Promise<string> {
  if ((await buildIfStale()) !== 0) throw new Error('The app could not be built.')
  return join(root, 'dist')
}

/** The same build with the scripted worker in the place of the engine's. */
export async function buildScripted(app: string): Promise<string> {
  const entry = fileURLToPath(new URL('scripted.worker.ts', import.meta.url))
  await buildWithWorker(app, scriptedFolder, entry)
  return scriptedFolder
}

/** Serves a build for as long as `visit` runs. */
export async function withServer<T>(
  folder: string,
  visit: (address: string) => Promise<T>,
): Promise<T> {
  const server = await serveFolder(folder)
  try {
    return await visit(server.address)
  } finally {
    await server.close()
  }
}
