import type { FileCaches } from '../download/downloadDeps.ts'

/** The caches that hold models: WebLLM's three by its names, and our own for parts of files. */
export const modelCaches = ['webllm/model', 'webllm/config', 'webllm/wasm', 'ponder/parts'] as const

export interface CacheEntry {
  readonly cache: (typeof modelCaches)[number]
  readonly key: string
  /** The address of the file that it is, or is a part of. */
  readonly url: string
  readonly bytes: number
}

/** Everything in the caches that hold models; no other cache is opened. */
export async function listEntries(caches: FileCaches): Promise<readonly CacheEntry[]> {
  const entries: CacheEntry[] = []
  for (const name of modelCaches) {
    const cache = await caches.open(name)
    for (const { url: key } of await cache.keys()) {
      const response = await cache.match(key)
      if (response === undefined) continue
      const url = name === 'ponder/parts' ? key.replace(/\?part=[^?]*$/, '') : key
      entries.push({ cache: name, key, url, bytes: await sizeOf(response) })
    }
  }
  return entries
}

/** What is kept by us says its size; what WebLLM fetched itself may have to be measured. */
async function sizeOf(response: Response): Promise<number> {
  const stated = response.headers.get('content-length')
  const isPlain = response.headers.get('content-encoding') === null
  if (stated !== null && isPlain) return Number(stated)
  return (await response.blob()).size
}
