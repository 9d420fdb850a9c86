import type { CatalogueRecord } from '../catalogue/record.ts'
import { recordFromConfig } from '../catalogue/recordFromConfig.ts'
import { readModelFiles } from '../download/modelFiles.ts'
import { fetchJson, type SourceDeps } from '../source/fetchSmall.ts'
import { pinWeights } from '../source/hubCommit.ts'
import { ListingFailed } from '../source/listing.ts'
import { readTensorCache } from '../source/tensorCache.ts'
import { weightsFolder } from '../source/weightsFolder.ts'
import { findListed, isListed } from './listed.ts'
import { idOf, readModelAddress } from './modelAddress.ts'
import { type AddReading, refused } from './plan.ts'
import { planModel } from './planModel.ts'
import { findSisterLibrary } from './sisterLibrary.ts'

export interface PlanDeps {
  readonly source: SourceDeps
  readonly records: () => readonly CatalogueRecord[]
}

/** Fetches the small files that say what a folder of weights holds, and works out what adding would do. */
export async function planAddress(
  address: string,
  library: string,
  deps: PlanDeps,
  signal: AbortSignal,
): Promise<AddReading> {
  const read = readModelAddress(address)
  if (read === undefined)
    return refused(
      'This is no address of a folder of weights. It begins with https:// and ends in the folder that has mlc-chat-config.json.',
    )
  const known = findListed(read.weights)
  if (known !== undefined)
    return refused(`This is ${known.name} (${known.quantization}), which is in the list already.`)
  const typed = readLibraryAddress(library)
  if (typed === 'wrong')
    return refused('The address of the library begins with https:// and ends in .wasm.')
  try {
    const weights =
      read.weights.kind === 'hub'
        ? await pinWeights(read.weights, deps.source, signal)
        : read.weights
    const given = weightsFolder({ id: 'new', weights })
    const place = await findPlace(given, deps, signal)
    const fetchBeside = (name: string): Promise<unknown> =>
      fetchJson(deps.source, new URL(name, place.folder).href, signal)
    const config = await fetchBeside('mlc-chat-config.json')
    if (config === undefined)
      return refused(
        'There is no mlc-chat-config.json in this folder, so it holds no weights for MLC.',
      )
    const list = readTensorCache(await fetchBeside('tensor-cache.json'))
    if (list === undefined)
      return refused('There is no list of shards (tensor-cache.json) in this folder.')
    const added = {
      id: freeIdOf(read.name),
      name: read.name,
      weights: place.folder === given ? weights : ({ kind: 'url', folder: place.folder } as const),
      statedDownloadBytes: list.shards.reduce((sum, { bytes }) => sum + bytes, 0),
    }
    // Any library will do to see what the model is; which one it gets is told by that.
    const drawn = recordFromConfig({ ...added, library: { kind: 'app', file: 'any.wasm' } }, config)
    if (drawn.kind === 'refused') return drawn
    const chosen = typed ?? place.library ?? findSisterLibrary(drawn.record, deps.records())
    if (chosen === undefined)
      return refused(
        'No model here is built like this one, so the address of its library (.wasm) is needed too.',
      )
    const record = { ...drawn.record, library: chosen }
    return {
      kind: 'plan',
      plan: {
        source: 'address',
        models: [planModel(record, deps, undefined, place.library !== undefined)],
      },
    }
  } catch (thrown) {
    if (thrown instanceof ListingFailed) return refused(describeFailure(thrown))
    throw thrown
  }
}

/** Nobody else's weights may go by an id of the app's own list. */
const freeIdOf = (name: string): string =>
  isListed(idOf(name)) ? `${idOf(name)}-added` : idOf(name)

interface Place {
  readonly folder: string
  readonly library: CatalogueRecord['library'] | undefined
}

/** A folder that `model.build` or an export made holds its files further down, where its manifest says. */
async function findPlace(
  folder: string,
  { source }: PlanDeps,
  signal: AbortSignal,
): Promise<Place> {
  const url = new URL('manifest.json', folder).href
  try {
    const manifest = await fetchJson(source, url, signal)
    const { weightsUrl, libraryUrl } = readModelFiles('new', manifest, url)
    const file = libraryUrl?.split('/').at(-1)
    return {
      folder: weightsUrl,
      library: file === undefined ? undefined : { kind: 'folder', file },
    }
  } catch (thrown) {
    const isNone = !(thrown instanceof ListingFailed) || thrown.error.kind === 'unusable-model'
    if (isNone) return { folder, library: undefined }
    throw thrown
  }
}

function readLibraryAddress(typed: string): CatalogueRecord['library'] | undefined | 'wrong' {
  if (typed.trim() === '') return undefined
  const url = URL.parse(typed.trim())
  const isSafe =
    url?.protocol === 'https:' || (url !== null && /^(localhost|127\.0\.0\.1)$/.test(url.hostname))
  return url === null || !isSafe || !url.pathname.endsWith('.wasm')
    ? 'wrong'
    : { kind: 'url', url: url.href }
}

function describeFailure({ error: { kind, detail } }: ListingFailed): string {
  return kind === 'offline'
    ? 'You are offline. Go online and look again, or drop a folder here.'
    : detail
}
