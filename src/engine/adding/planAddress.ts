import type { CatalogueRecord } from '../catalogue/record.ts'
import { readModelFiles } from '../download/modelFiles.ts'
import { fetchJson, type SourceDeps } from '../source/fetchSmall.ts'
import { ListingFailed } from '../source/listing.ts'
import { weightsFolder } from '../source/weightsFolder.ts'
import { readModelAddress } from './modelAddress.ts'
import { type AddReading, refused } from './plan.ts'
import { planModel } from './planModel.ts'
import { readWeights } from './readWeights.ts'
import { findSisterLibrary, recordOf } from './recordOf.ts'

export interface PlanDeps {
  readonly source: SourceDeps
  readonly records: () => readonly CatalogueRecord[]
}

/** Fetches the two small files that say what a folder of weights holds, and works out what adding would do. */
export async function planAddress(
  folder: string,
  library: string,
  deps: PlanDeps,
  signal: AbortSignal,
): Promise<AddReading> {
  const address = readModelAddress(folder)
  if (address === undefined)
    return refused(
      'This is no address of a folder of weights. It begins with https:// and ends in the folder that has mlc-chat-config.json.',
    )
  try {
    const place = await findFolder(weightsFolder({ id: 'new', weights: address.weights }), deps, signal)
    const config = await fetchJson(deps.source, `${place.folder}mlc-chat-config.json`, signal)
    if (config === undefined)
      return refused('There is no mlc-chat-config.json in this folder, so it holds no weights for MLC.')
    const shards = await fetchJson(deps.source, `${place.folder}tensor-cache.json`, signal)
    const reading = readWeights(config, shards)
    if (reading.kind === 'refused') return reading
    const chosen = chooseLibrary(library, place.library, reading.weights, deps.records())
    if (typeof chosen === 'string') return refused(chosen)
    const isMoved = place.folder !== weightsFolder({ id: 'new', weights: address.weights })
    const record = recordOf({
      name: address.name,
      weights: isMoved ? { kind: 'url', folder: place.folder } : address.weights,
      library: chosen,
      found: reading.weights,
    })
    if (record === undefined) return refused('Its figures are none that a model can have here.')
    return { kind: 'plan', plan: { source: 'address', models: [planModel(record, deps)] } }
  } catch (thrown) {
    if (thrown instanceof ListingFailed) return refused(describeFailure(thrown))
    throw thrown
  }
}

interface Place {
  readonly folder: string
  readonly library: string | undefined
}

/** A folder that `model.build` or an export made holds its files further down, where its manifest says. */
async function findFolder(folder: string, { source }: PlanDeps, signal: AbortSignal): Promise<Place> {
  const url = new URL('manifest.json', folder).href
  const manifest = await fetchJson(source, url, signal).catch((thrown: unknown) => {
    if (thrown instanceof ListingFailed && thrown.error.kind === 'unusable-model') return undefined
    throw thrown
  })
  try {
    const { weightsUrl, libraryUrl } = readModelFiles('new', manifest, url)
    return { folder: weightsUrl, library: libraryUrl?.split('/').at(-1) }
  } catch {
    return { folder, library: undefined }
  }
}

/** The library, or why there is none. */
function chooseLibrary(
  typed: string,
  beside: string | undefined,
  found: Parameters<typeof findSisterLibrary>[0],
  records: readonly CatalogueRecord[],
): CatalogueRecord['library'] | string {
  if (typed.trim() !== '') {
    const url = URL.parse(typed.trim())
    return url === null || !url.pathname.endsWith('.wasm')
      ? 'The address of the library ends in .wasm.'
      : { kind: 'url', url: url.href }
  }
  if (beside !== undefined) return { kind: 'folder', file: beside }
  return (
    findSisterLibrary(found, records) ??
    'No model here has this architecture, so the address of its library (.wasm) is needed too.'
  )
}

function describeFailure({ error: { kind, detail } }: ListingFailed): string {
  switch (kind) {
    case 'blocked-host':
      return `${detail} Fetch the folder with another program and drop it here instead.`
    case 'offline':
      return 'You are offline. Go online and look again, or drop a folder here.'
    default:
      return detail
  }
}
