import * as v from 'valibot'

import { cacheOf, type ModelFile, type ModelFiles, readModelFiles } from '../download/modelFiles.ts'
import { fetchJson, fetchSmall, measureFile, parseJson, type SourceDeps } from './fetchSmall.ts'
import { ListingFailed } from './listing.ts'
import { requireFiles } from './requireFiles.ts'
import { readTensorCache } from './tensorCache.ts'

/** Files of a model; the library is still to be found where the folder has none. */
export type ListedWeights = Omit<ModelFiles, 'libraryUrl'> & {
  readonly libraryUrl?: string | undefined
}

const configSchema = v.object({ tokenizer_files: v.array(v.string()) })

/** A folder that lists itself by nothing but MLC's own files: its small files are measured as they come. */
export async function listFolder(
  id: string,
  weightsUrl: string,
  deps: SourceDeps,
  signal: AbortSignal,
): Promise<ListedWeights> {
  const manifestUrl = new URL('manifest.json', weightsUrl).href
  const manifest = await fetchJson(deps, manifestUrl, signal).catch((thrown: unknown) => {
    // Some hosts forbid what they do not have; if it is more than that, the next file says so.
    const kind = thrown instanceof ListingFailed ? thrown.error.kind : undefined
    if (kind === 'unusable-model' || kind === 'network') return undefined
    throw thrown
  })
  if (manifest !== undefined && isModelManifest(manifest))
    return readModelFiles(id, manifest, manifestUrl)

  const small = new Map<string, ArrayBuffer>()
  const take = async (name: string): Promise<ArrayBuffer | undefined> => {
    const bytes = await fetchSmall(deps, new URL(name, weightsUrl).href, signal)
    if (bytes !== undefined) small.set(name, bytes)
    return bytes
  }
  const config = await take('mlc-chat-config.json')
  const list = await take('tensor-cache.json')
  if (config !== undefined) {
    const read = v.safeParse(configSchema, parseJson(weightsUrl, config))
    const names = read.success ? read.output.tokenizer_files : []
    if (names.includes('tokenizer.json')) await take('tokenizer.json')
    else await take('tokenizer.model')
  }
  requireFiles(weightsUrl, (name) => small.has(name))
  const shards = list === undefined ? undefined : readTensorCache(parseJson(weightsUrl, list))
  if (shards === undefined)
    throw new ListingFailed(
      'unusable-model',
      `${weightsUrl}tensor-cache.json is no list of shards.`,
    )
  const files: ModelFile[] = []
  for (const [name, bytes] of small)
    files.push(await measureFile(new URL(name, weightsUrl).href, bytes))
  for (const { path, bytes, md5 } of shards.shards) {
    if (md5 === undefined)
      throw new ListingFailed(
        'unusable-model',
        `${weightsUrl}tensor-cache.json has no hash of ${path}.`,
      )
    const url = new URL(path, weightsUrl).href
    files.push({ name: path, url, cache: cacheOf(path), bytes, hash: { kind: 'md5', hex: md5 } })
  }
  return { id, weightsUrl, files, trust: 'first-use' }
}

function isModelManifest(value: unknown): boolean {
  try {
    readModelFiles('any', value, 'https://local.invalid/')
    return true
  } catch {
    return false
  }
}

/** A folder with a manifest of ours, library and all. */
export async function listManifest(
  id: string,
  url: string,
  deps: SourceDeps,
  signal: AbortSignal,
): Promise<ListedWeights> {
  const manifest = await fetchJson(deps, url, signal)
  if (manifest === undefined) throw new ListingFailed('network', `HTTP 404 for ${url}.`)
  try {
    return readModelFiles(id, manifest, url)
  } catch {
    throw new ListingFailed('unusable-model', `${url} is no manifest of a model.`)
  }
}
