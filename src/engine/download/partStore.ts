import type { FileCache, FileCaches } from './downloadDeps.ts'
import type { ModelFile } from './modelFiles.ts'

/** How much of a file is kept, and the ETag of the file that it was part of. */
export interface Held {
  readonly bytes: number
  readonly etag: string | undefined
}

/** Parts of files that are not whole yet. A cache entry cannot grow, so a file is a row of pieces. */
export interface PartStore {
  held(file: ModelFile): Promise<Held>
  append(
    file: ModelFile,
    at: number,
    bytes: Uint8Array<ArrayBuffer>,
    etag: string | undefined,
  ): Promise<void>
  join(file: ModelFile): Promise<ArrayBuffer>
  clear(file: ModelFile): Promise<void>
}

/** Not one of WebLLM's, which must never meet half a file. */
const partsCache = 'ponder/parts'

export function createPartStore(caches: FileCaches): PartStore {
  async function* pieces(cache: FileCache, file: ModelFile): AsyncGenerator<Response> {
    for (let at = 0; ;) {
      const piece = await cache.match(keyOf(file, at))
      const size = Number(piece?.headers.get('content-length') ?? 0)
      if (piece === undefined || size === 0) return
      yield piece
      at += size
    }
  }

  return {
    async held(file) {
      let bytes = 0
      let etag: string | undefined
      for await (const { headers } of pieces(await caches.open(partsCache), file)) {
        bytes += Number(headers.get('content-length'))
        etag = headers.get('etag') ?? undefined
      }
      return { bytes, etag }
    },

    async append(file, at, bytes, etag) {
      const cache = await caches.open(partsCache)
      const headers = new Headers({ 'content-length': String(bytes.length) })
      if (etag !== undefined) headers.set('etag', etag)
      await cache.put(keyOf(file, at), new Response(bytes, { headers }))
    },

    async join(file) {
      const blobs: Blob[] = []
      for await (const piece of pieces(await caches.open(partsCache), file))
        blobs.push(await piece.blob())
      return new Blob(blobs).arrayBuffer()
    },

    async clear(file) {
      const cache = await caches.open(partsCache)
      const start = `${file.url}?part=`
      const keys = (await cache.keys()).map(({ url }) => url).filter((url) => url.startsWith(start))
      // One after the other from the first: what a crash leaves behind is no longer a beginning.
      const inOrder = keys.toSorted((one, other) => offsetOf(one) - offsetOf(other))
      for (const key of inOrder) await cache.delete(key)
    },
  }
}

/** With the hash in it, parts of an older file of the same address are never continued. */
const keyOf = (file: ModelFile, at: number): string => `${file.url}?part=${file.hash.hex}.${at}`

const offsetOf = (key: string): number => Number(key.slice(key.lastIndexOf('.') + 1))
