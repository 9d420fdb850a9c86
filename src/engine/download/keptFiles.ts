import type { FileCaches } from './downloadDeps.ts'
import { matchesHash } from './hashBytes.ts'
import type { ModelFile } from './modelFiles.ts'

/** Whole files, under the keys that WebLLM reads. */
export interface KeptFiles {
  /** Whether the right file is there. One that WebLLM fetched itself is hashed before it is believed. */
  has(file: ModelFile): Promise<boolean>
  /** Hashes what is there, and removes it if it is not what it must be. */
  check(file: ModelFile): Promise<'good' | 'bad' | 'missing'>
  keep(file: ModelFile, bytes: ArrayBuffer): Promise<void>
  remove(file: ModelFile): Promise<void>
}

/** Says that a file was hashed before it was put there. */
const hashHeader = 'x-ponder-hash'

export function createKeptFiles(caches: FileCaches): KeptFiles {
  async function check(file: ModelFile): Promise<'good' | 'bad' | 'missing'> {
    const cache = await caches.open(file.cache)
    const response = await cache.match(file.url)
    if (response === undefined) return 'missing'
    const bytes = await response.arrayBuffer()
    if (await matchesHash(bytes, file.hash)) {
      // Hashed once and for all: a model of gigabytes loads in seconds only if nobody reads it twice.
      if (response.headers.get(hashHeader) !== markOf(file)) await keep(file, bytes)
      return 'good'
    }
    await cache.delete(file.url)
    return 'bad'
  }

  async function keep(file: ModelFile, bytes: ArrayBuffer): Promise<void> {
    const cache = await caches.open(file.cache)
    const headers = {
      'content-type': contentType(file.name),
      'content-length': String(bytes.byteLength),
      [hashHeader]: markOf(file),
    }
    await cache.put(file.url, new Response(bytes, { headers }))
  }

  return {
    check,
    keep,

    async has(file) {
      const cache = await caches.open(file.cache)
      const response = await cache.match(file.url)
      if (response?.headers.get(hashHeader) === markOf(file)) return true
      return (await check(file)) === 'good'
    },

    async remove(file) {
      const cache = await caches.open(file.cache)
      await cache.delete(file.url)
    },
  }
}

const markOf = ({ hash: { kind, hex } }: ModelFile): string => `${kind}:${hex}`

function contentType(name: string): string {
  if (name.endsWith('.json')) return 'application/json'
  return name.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream'
}
