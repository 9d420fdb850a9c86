import * as v from 'valibot'

import type { ModelId } from '../engine.ts'

/** The three caches that WebLLM 0.2.86 reads from, by the names it gives them. */
export type CacheName = 'webllm/model' | 'webllm/config' | 'webllm/wasm'

/** One file of a model: where it is fetched, under which key it is kept, and what it must be. */
export interface ModelFile {
  readonly name: string
  /** Also the cache key: WebLLM asks its caches by the file's full address. */
  readonly url: string
  readonly cache: CacheName
  readonly bytes: number
  readonly sha256: string
}

export interface ModelFiles {
  readonly id: ModelId
  readonly files: readonly ModelFile[]
}

const listSchema = v.object({
  base: v.pipe(v.string(), v.regex(/^resolve\/[\w.-]+\/$/)),
  files: v.array(
    v.object({
      // Plain names only: a path may not climb out of its folder or name another host.
      path: v.pipe(v.string(), v.regex(/^(?!.*\.\.)[\w-][\w.-]*(\/[\w-][\w.-]*)*$/)),
      bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    }),
  ),
})

/** The files that loading a model needs, from its manifest. Throws when it is not one. */
export function readModelFiles(id: ModelId, manifest: unknown, manifestUrl: string): ModelFiles {
  const { base, files } = v.parse(listSchema, manifest)
  return {
    id,
    files: files
      .filter(({ path }) => path.startsWith(base))
      .map(({ path, bytes, sha256 }) => {
        const name = path.slice(base.length)
        return { name, url: new URL(path, manifestUrl).href, cache: cacheOf(name), bytes, sha256 }
      }),
  }
}

function cacheOf(name: string): CacheName {
  if (name.endsWith('.wasm')) return 'webllm/wasm'
  return name === 'mlc-chat-config.json' ? 'webllm/config' : 'webllm/model'
}
