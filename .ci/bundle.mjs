import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

import { buildIfStale } from './build.mjs'
import { root } from './command.mjs'

/** Bytes, gzipped, that a person loads before the first screen: the page, its scripts and its styles. */
const windowBudget = 150_000

/** A name that TVM's runtime inside WebLLM calls by string, so no minifier can change it. */
const webLlmMark = 'vm.builtin.attention_kv_cache'

if ((await buildIfStale()) !== 0) process.exit(1)

/** @typedef {{ file: string, imports?: string[], css?: string[] }} Chunk */
/** @type {Record<string, Chunk>} */
const manifest = JSON.parse(read('.vite/manifest.json').toString())
const windowFiles = new Set(['index.html'])
const page = read('index.html').toString()
for (const [key, { file }] of Object.entries(manifest)) if (page.includes(file)) addWithImports(key)

const sizes = [...windowFiles].map((file) => ({ file, bytes: gzipSync(read(file)).length }))
const windowBytes = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
for (const { file, bytes } of sizes) console.log(`${formatKilobytes(bytes)}  ${file}`)
console.log(`${formatKilobytes(windowBytes)}  of ${formatKilobytes(windowBudget)} for the window`)

// The manifest lists the window's chunks, lazy ones included; every other script belongs to a worker.
const ofWindow = new Set(Object.values(manifest).map((chunk) => chunk.file))
const holders = readdirSync(`${root}dist/assets`)
  .map((name) => `assets/${name}`)
  .filter((file) => file.endsWith('.js') && read(file).includes(webLlmMark))

const faults = []
if (windowFiles.size < 3) faults.push('The page’s scripts and styles are not in the manifest.')
if (windowBytes > windowBudget) faults.push('The window is over its budget.')
if (holders.length !== 1)
  faults.push(`WebLLM is in ${holders.length} chunks; one worker must hold it.`)
for (const file of holders) if (ofWindow.has(file)) faults.push(`The window loads WebLLM: ${file}.`)
for (const fault of faults) console.error(fault)
process.exitCode = faults.length === 0 ? 0 : 1

/** @param {string} key */
function addWithImports(key) {
  const chunk = manifest[key]
  if (chunk === undefined || windowFiles.has(chunk.file)) return
  for (const file of [chunk.file, ...(chunk.css ?? [])]) windowFiles.add(file)
  for (const imported of chunk.imports ?? []) addWithImports(imported)
}

/** @param {string} file */
function read(file) {
  return readFileSync(`${root}dist/${file}`)
}

/** @param {number} bytes */
function formatKilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`.padStart(9)
}
