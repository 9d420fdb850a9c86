import * as v from 'valibot'

import type { CatalogueRecord } from '../catalogue/record.ts'
import { cacheOf, type ModelFile, type ModelFiles, readModelFiles } from '../download/modelFiles.ts'
import type { AppLibraries } from './appLibraries.ts'
import { fetchJson, fetchSmall, measureFile, parseJson, type SourceDeps } from './fetchSmall.ts'
import { readHubTree } from './hubTree.ts'
import { ListingFailed } from './listing.ts'
import { readTensorCache } from './tensorCache.ts'
import { hubOrigin, weightsFolder } from './weightsFolder.ts'

type Found = Omit<ModelFiles, 'libraryUrl'> & { readonly libraryUrl?: string | undefined }

/** Asks where a model lives which files it has; throws a ListingFailed when it cannot be said. */
export async function listFiles(
  record: CatalogueRecord,
  deps: SourceDeps,
  libraries: AppLibraries,
  signal: AbortSignal,
): Promise<ModelFiles> {
  const found = await listWeights(record, deps, signal)
  const library = await findLibrary(record, found, deps, libraries, signal)
  const others = found.files.filter(({ url }) => url !== library.file.url)
  return {
    ...found,
    libraryUrl: library.file.url,
    files: [...others, library.file],
    trust: library.isStated ? found.trust : 'first-use',
  }
}

function listWeights(
  record: CatalogueRecord,
  deps: SourceDeps,
  signal: AbortSignal,
): Promise<Found> {
  const { weights } = record
  switch (weights.kind) {
    case 'app':
      return listManifest(record.id, new URL(weights.manifest, deps.base).href, deps, signal)
    case 'hub':
      return listHub(record, weights, deps, signal)
    case 'url':
      return listFolder(record.id, weightsFolder({ id: record.id, weights }), deps, signal)
    case 'local':
      throw new ListingFailed(
        'unusable-model',
        'This model was imported and its files are not here any more.',
      )
  }
}

async function listManifest(
  id: string,
  url: string,
  deps: SourceDeps,
  signal: AbortSignal,
): Promise<Found> {
  const manifest = await fetchJson(deps, url, signal)
  if (manifest === undefined) throw new ListingFailed('network', `HTTP 404 for ${url}.`)
  try {
    return readModelFiles(id, manifest, url)
  } catch {
    throw new ListingFailed('unusable-model', `${url} is no manifest of a model.`)
  }
}

/** What WebLLM fetches of a folder; anything else in it is not ours to download. */
const isNeeded = (path: string): boolean =>
  /^(mlc-chat-config\.json|tensor-cache\.json|tokenizer\.(json|model)|params_shard_\d+\.bin)$/.test(
    path,
  )

async function listHub(
  record: CatalogueRecord,
  weights: CatalogueRecord['weights'] & { kind: 'hub' },
  deps: SourceDeps,
  signal: AbortSignal,
): Promise<Found> {
  const weightsUrl = weightsFolder({ id: record.id, weights })
  const { repository, revision } = weights
  const url = `${hubOrigin}/api/models/${repository}/tree/${revision}?recursive=1`
  const answer = await fetchJson(deps, url, signal)
  if (answer === undefined)
    throw new ListingFailed('network', `${hubOrigin} has no ${repository} at ${revision}.`)
  const tree = readHubTree(answer)
  if (tree === undefined) return listFolder(record.id, weightsUrl, deps, signal)
  const named = new Map(tree.map((file) => [file.path, file]))
  requireFiles(weightsUrl, (name) => named.has(name))
  const ownLibrary = record.library.kind === 'folder' ? record.library.file : undefined
  const files = tree
    .filter(({ path }) => isNeeded(path) || path === ownLibrary)
    // WebLLM reads `tokenizer.model` only where there is no `tokenizer.json`.
    .filter(({ path }) => path !== 'tokenizer.model' || !named.has('tokenizer.json'))
    .map(({ path, bytes, hash }) => ({
      name: path,
      url: new URL(path, weightsUrl).href,
      cache: cacheOf(path),
      bytes,
      hash,
    }))
  return { id: record.id, weightsUrl, files, trust: 'stated' }
}

function requireFiles(folder: string, has: (name: string) => boolean): void {
  const missing = ['mlc-chat-config.json', 'tensor-cache.json'].filter((name) => !has(name))
  if (!has('tokenizer.json') && !has('tokenizer.model')) missing.push('tokenizer.json')
  if (missing.length > 0)
    throw new ListingFailed('unusable-model', `${folder} has no ${missing.join(' and no ')}.`)
}

const configSchema = v.object({ tokenizer_files: v.array(v.string()) })

/** A folder that lists itself by nothing but MLC's own files: its small files are measured as they come. */
async function listFolder(
  id: string,
  weightsUrl: string,
  deps: SourceDeps,
  signal: AbortSignal,
): Promise<Found> {
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

async function findLibrary(
  { library }: CatalogueRecord,
  found: Found,
  deps: SourceDeps,
  libraries: AppLibraries,
  signal: AbortSignal,
): Promise<{ readonly file: ModelFile; readonly isStated: boolean }> {
  if (library.kind === 'app') {
    const own = await libraries.find(library.file, signal)
    if (own.kind === 'here') return { file: own.file, isStated: true }
    if (own.kind === 'unknown') throw new ListingFailed(own.why.kind, own.why.detail)
    throw new ListingFailed('no-library', `models/libraries/${library.file} is not there.`)
  }
  const url =
    library.kind === 'url'
      ? library.url
      : (found.libraryUrl ?? new URL(library.file, found.weightsUrl).href)
  const listed = found.files.find((file) => file.url === url)
  if (listed !== undefined) return { file: listed, isStated: true }
  const bytes = await fetchSmall(deps, url, signal)
  if (bytes === undefined) throw new ListingFailed('no-library', `${url} is not there.`)
  return { file: await measureFile(url, bytes), isStated: false }
}
