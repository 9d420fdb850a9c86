import type { FileCaches } from './downloadDeps.ts'
import { hashBytes } from './hashBytes.ts'
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
const hashHeader = 'x-ponder-sha256'

export function createKeptFiles(caches: FileCaches): KeptFiles {
  async function check(file: ModelFile): Promise<'good' | 'bad' | 'missing'> {
    const cache = await caches.open(file.cache)
    const response = await cache.match(file.url)
    if (response === undefined) return 'missing'
    if ((await hashBytes(await response.arrayBuffer())) === file.sha256) return 'good'
    await cache.delete(file.url)
    return 'bad'
  }

  return {
    check,

    async has(file) {
      const cache = await caches.open(file.cache)
      const response = await cache.match(file.url)
      if (response?.headers.get(hashHeader) === file.sha256) return true
      return (await check(file)) === 'good'
    },

    async keep(file, bytes) {
      const cache = await caches.open(file.cache)
      const headers = {
        'content-type': contentType(file.name),
        'content-length': String(bytes.byteLength),
        [hashHeader]: file.sha256,
      }
      await cache.put(file.url, new Response(bytes, { headers }))
    },

    async remove(file) {
      const cache = await caches.open(file.cache)
      await cache.delete(file.url)
    },
  }
}

function contentType(name: string): string {
  if (name.endsWith('.json')) return 'application/json'
  return name.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream'
}
