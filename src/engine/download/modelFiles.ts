import * as v from 'valibot'

import type { ModelId } from '../engine.ts'

/** The three caches that WebLLM 0.2.86 reads from, by the names it gives them. */
export type CacheName = 'webllm/model' | 'webllm/config' | 'webllm/wasm'

/**
 * What a file must hash to. Our manifests and the hub's large files have SHA-256; the hub names its small
 * files as Git does; MLC's list of shards has MD5, which finds damage and not malice.
 */
export interface FileHash {
  readonly kind: 'sha256' | 'git-sha1' | 'md5'
  readonly hex: string
}

/** One file of a model: where it is fetched, under which key it is kept, and what it must be. */
export interface ModelFile {
  readonly name: string
  /** Also the cache key: WebLLM asks its caches by the file's full address. */
  readonly url: string
  readonly cache: CacheName
  readonly bytes: number
  readonly hash: FileHash
}

export interface ModelFiles {
  readonly id: ModelId
  /** The folder of weights, config and tokenizer, with a slash at its end. */
  readonly weightsUrl: string
  readonly libraryUrl: string
  readonly files: readonly ModelFile[]
  /**
   * Who says what the files must be: a list made where they were published, or nobody. Then what came first
   * is kept to: a later change is found, a lie at the first time is not.
   */
  readonly trust: 'stated' | 'first-use'
  /** The commit of the hub's that the files are of. Undefined elsewhere, and where the hub named none. */
  readonly commit?: string | undefined
}

const hashSchema = v.pipe(
  v.object({ kind: v.picklist(['sha256', 'git-sha1', 'md5']), hex: v.string() }),
  v.check(({ kind, hex }) => /^[0-9a-f]*$/.test(hex) && hex.length === digits[kind]),
)
const digits = { sha256: 64, 'git-sha1': 40, md5: 32 } as const

/** As a listing is kept, so that a model loads without the host that listed it. */
export const modelFilesSchema: v.GenericSchema<unknown, ModelFiles> = v.object({
  id: v.string(),
  weightsUrl: v.pipe(v.string(), v.url()),
  libraryUrl: v.pipe(v.string(), v.url()),
  files: v.array(
    v.object({
      name: v.string(),
      url: v.pipe(v.string(), v.url()),
      cache: v.picklist(['webllm/model', 'webllm/config', 'webllm/wasm']),
      bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      hash: hashSchema,
    }),
  ),
  trust: v.picklist(['stated', 'first-use']),
  commit: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/))),
})

const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

/** A list of files as `manifest.json` of a model folder, or of the folder of libraries, has it. */
export const listedFilesSchema = v.array(
  v.object({
    // Plain names only: a path may not climb out of its folder or name another host.
    path: v.pipe(v.string(), v.regex(/^(?!.*\.\.)[\w-][\w.-]*(\/[\w-][\w.-]*)*$/)),
    bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    sha256,
  }),
)

const manifestSchema = v.object({
  version: v.literal(1),
  revision: v.pipe(v.string(), v.regex(/^[0-9a-f]{8,64}$/)),
  base: v.pipe(v.string(), v.regex(/^resolve\/[\w.-]+\/$/)),
  library: v.optional(v.pipe(v.string(), v.regex(/^[\w-][\w.-]*\.wasm$/))),
  files: listedFilesSchema,
})

/**
 * The files that loading a model needs, from the `manifest.json` of its folder. `libraryUrl` is undefined
 * for a folder that has no library of its own. Throws when it is not such a manifest.
 */
export function readModelFiles(
  id: ModelId,
  manifest: unknown,
  manifestUrl: string,
): Omit<ModelFiles, 'libraryUrl'> & { readonly libraryUrl: string | undefined } {
  const { base, files, library } = v.parse(manifestSchema, manifest)
  const weightsUrl = new URL(base, manifestUrl).href
  return {
    id,
    weightsUrl,
    libraryUrl: library === undefined ? undefined : new URL(library, weightsUrl).href,
    trust: 'stated',
    files: files
      // What a library says of itself is asked of its own bytes: nothing loads the page beside it.
      .filter(({ path }) => path.startsWith(base) && !path.endsWith('.wasm.json'))
      .map(({ path, bytes, sha256: hex }) => {
        const name = path.slice(base.length)
        const hash = { kind: 'sha256', hex } as const
        return { name, url: new URL(path, manifestUrl).href, cache: cacheOf(name), bytes, hash }
      }),
  }
}

/** The cache in which WebLLM looks for a file of this name. */
export function cacheOf(name: string): CacheName {
  if (name.endsWith('.wasm')) return 'webllm/wasm'
  return name === 'mlc-chat-config.json' ? 'webllm/config' : 'webllm/model'
}
