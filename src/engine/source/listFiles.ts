import type { CatalogueRecord } from '../catalogue/record.ts'
import type { ModelFile, ModelFiles } from '../download/modelFiles.ts'
import type { AppLibraries } from './appLibraries.ts'
import { fetchSmall, measureFile, type SourceDeps } from './fetchSmall.ts'
import { listFolder, type ListedWeights, listManifest } from './listFolder.ts'
import { listHub } from './listHub.ts'
import { ListingFailed } from './listing.ts'
import { weightsFolder } from './weightsFolder.ts'

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
): Promise<ListedWeights> {
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

async function findLibrary(
  { library }: CatalogueRecord,
  found: ListedWeights,
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
