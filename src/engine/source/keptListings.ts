import * as v from 'valibot'

import type { FileCaches } from '../download/downloadDeps.ts'
import { type ModelFiles, modelFilesSchema } from '../download/modelFiles.ts'
import type { ModelId } from '../engine.ts'

/** What each model here is made of, so that it loads with its host gone and is removed whole. */
export interface KeptListings {
  find(id: ModelId): Promise<ModelFiles | undefined>
  all(): Promise<readonly ModelFiles[]>
  keep(files: ModelFiles): Promise<void>
  forget(id: ModelId): Promise<void>
}

const cacheName = 'ponder/listings'

export function createKeptListings(caches: FileCaches): KeptListings {
  async function read(url: string): Promise<ModelFiles | undefined> {
    const response = await (await caches.open(cacheName)).match(url)
    if (response === undefined) return undefined
    const value: unknown = await response.json().catch(() => undefined)
    const record = v.safeParse(recordSchema, value)
    return record.success ? record.output.files : undefined
  }

  return {
    find: (id) => read(keyOf(id)),
    async all() {
      const keys = await (await caches.open(cacheName)).keys()
      const found = await Promise.all(keys.map(({ url }) => read(url)))
      return found.filter((files) => files !== undefined)
    },
    async keep(files) {
      const body = JSON.stringify({ v: 1, files })
      await (await caches.open(cacheName)).put(keyOf(files.id), new Response(body))
    },
    async forget(id) {
      await (await caches.open(cacheName)).delete(keyOf(id))
    },
  }
}

const recordSchema = v.object({ v: v.literal(1), files: modelFilesSchema })

/** A cache knows addresses only; this one is nobody's. */
const keyOf = (id: ModelId): string => `https://listings.invalid/${encodeURIComponent(id)}`
