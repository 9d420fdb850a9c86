import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'

import { packageBinary, root, runCommand } from './command.mjs'

const sources = [
  'src',
  'public',
  'index.html',
  'vite.config.ts',
  'package-lock.json',
  '.ci/hosting.mjs',
  '.ci/release.mjs',
  '.ci/releasePlugin.mjs',
]

/**
 * Builds the app into dist/ unless dist/ is newer than everything it is made from.
 * @returns {Promise<number>} exit code
 */
export async function buildIfStale() {
  const builtAt = statSync(`${root}dist/index.html`, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (sources.every((source) => newestChange(root + source) < builtAt)) return 0
  console.log('Building the app into dist/.')
  // Vite takes a NODE_ENV that is set already: the benchmark's and a test's would give React's slow
  // development build, in the place of what people are served.
  return runCommand([packageBinary('vite'), 'build'], { env: { NODE_ENV: 'production' } })
}

/**
 * When a file, or anything in a folder, last changed. A folder's own time counts: it shows a deleted file.
 * @param {string} path
 * @returns {number} milliseconds since 1970
 */
function newestChange(path) {
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.mtimeMs
  return readdirSync(path).reduce(
    (newest, name) => Math.max(newest, newestChange(join(path, name))),
    stats.mtimeMs,
  )
}

if (argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await buildIfStale()
