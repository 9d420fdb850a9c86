import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** @typedef {import('../src/pwa/release.ts').Release} Release */

/**
 * What of a built folder the app never asks for: build records, hosts' configuration, the pictures of the
 * install dialog, the service worker itself, and libraries of models that are fetched when they are chosen.
 */
const neverAsked =
  /^(\.vite\/|hosting\/|_headers$|screenshots\/|sw\.js$|models\/libraries\/|.*\.map$)/

const page = 'index.html'
const worker = 'sw.js'
const stamp = /(<meta name="version" content=")[^"]*(")/

/**
 * Writes into a built folder which version it is: into its page, and with the list of all its files into its
 * service worker, whose bytes then change with any of them.
 * @param {string} folder
 * @returns {Release}
 */
export function stampRelease(folder) {
  const files = listFiles(folder)
  const html = readFileSync(join(folder, page), 'utf8')
  if (!stamp.test(html)) throw new Error(`${page} has no place for its version.`)
  const unstamped = html.replace(stamp, '$1$2')
  const parts = files.map((path) =>
    path === page ? [path, hash(Buffer.from(unstamped))] : [path, hashFile(folder, path)],
  )
  const version = hash(Buffer.from(JSON.stringify(parts))).slice(0, 12)
  writeFileSync(join(folder, page), html.replace(stamp, `$1${version}$2`))
  const release = { version, files: files.map((path) => describeFile(folder, path)) }
  writeRelease(folder, release)
  return release
}

/**
 * Paths that a built folder must keep for offline use.
 * @param {string} folder
 */
export function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !neverAsked.test(path))
    .toSorted()
}

/**
 * The release that a built folder's service worker knows.
 * @param {string} folder
 * @returns {Release}
 */
export function readRelease(folder) {
  const [line = ''] = readFileSync(join(folder, worker), 'utf8').split('\n', 1)
  return JSON.parse(line.slice(releaseStart.length, -1))
}

/** The first line of the service worker: one fact that changes, apart from the code that does not. */
const releaseStart = 'const builtRelease = '

/** @param {string} folder @param {Release} release */
function writeRelease(folder, release) {
  const path = join(folder, worker)
  const code = readFileSync(path, 'utf8').replace(/^const builtRelease = .*\n/, '')
  writeFileSync(path, `${releaseStart}${JSON.stringify(release)};\n${code}`)
}

/** @param {string} folder @param {string} path */
function describeFile(folder, path) {
  const bytes = readFileSync(join(folder, path))
  return { path, bytes: bytes.length, sha256: hash(bytes) }
}

/** @param {string} folder @param {string} path */
const hashFile = (folder, path) => hash(readFileSync(join(folder, path)))

/** @param {Buffer} bytes */
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex')
