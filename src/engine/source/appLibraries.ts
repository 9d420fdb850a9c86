import * as v from 'valibot'

import { listedFilesSchema, type ModelFile } from '../download/modelFiles.ts'
import { fetchJson, type SourceDeps } from './fetchSmall.ts'
import { ListingFailed } from './listing.ts'

/** The libraries that this deployment has compiled, by their file's name. */
export interface AppLibraries {
  /** `unknown` when nobody could be asked. */
  find(file: string, signal: AbortSignal): Promise<AppLibrary>
}

export type AppLibrary =
  | { readonly kind: 'here'; readonly file: ModelFile }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unknown'; readonly why: ListingFailed['error'] }

const folder = 'models/libraries/'

const manifestSchema = v.object({ version: v.literal(1), files: listedFilesSchema })

/** Reads the manifest of `models/libraries/`, once; a failure is not remembered. */
export function createAppLibraries(deps: SourceDeps): AppLibraries {
  let known: ReadonlyMap<string, ModelFile> | undefined

  async function readAll(signal: AbortSignal): Promise<ReadonlyMap<string, ModelFile>> {
    const url = new URL(`${folder}manifest.json`, deps.base).href
    const found = await fetchJson(deps, url, signal)
    if (found === undefined) return new Map()
    const manifest = v.safeParse(manifestSchema, found)
    if (!manifest.success) throw new ListingFailed('no-library', `${url} is no list of libraries.`)
    return new Map(
      manifest.output.files.map(({ path, bytes, sha256 }) => {
        // The same name may hold another build tomorrow, and WebLLM never looks twice at an address.
        const versioned = new URL(`${path}?v=${sha256.slice(0, 16)}`, url).href
        const hash = { kind: 'sha256', hex: sha256 } as const
        return [path, { name: path, url: versioned, cache: 'webllm/wasm', bytes, hash }]
      }),
    )
  }

  return {
    async find(file, signal) {
      try {
        known ??= await readAll(signal)
      } catch (thrown) {
        if (thrown instanceof ListingFailed) return { kind: 'unknown', why: thrown.error }
        throw thrown
      }
      const library = known.get(file)
      return library === undefined ? { kind: 'missing' } : { kind: 'here', file: library }
    },
  }
}
