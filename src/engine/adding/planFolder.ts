import { recordFromConfig } from '../catalogue/recordFromConfig.ts'
import type { CatalogueRecord } from '../catalogue/record.ts'
import type { ModelFile, ModelFiles } from '../download/modelFiles.ts'
import { openArchives } from '../installed/readFolders.ts'
import type { FolderFile } from '../installed/tar.ts'
import { measureFile } from '../source/fetchSmall.ts'
import { localFolder } from '../source/weightsFolder.ts'
import { idOf } from './modelAddress.ts'
import { type AddReading, refused } from './plan.ts'
import type { PlanDeps } from './planAddress.ts'
import { planManifest } from './planManifest.ts'
import { isOfApp, planModel } from './planModel.ts'
import { type FolderReading, readModelFolder } from './readModelFolder.ts'

/** What importing a folder, an archive or a list of models would do. Nothing leaves the device for it. */
export async function planFolder(
  given: readonly FolderFile[],
  deps: PlanDeps,
): Promise<AddReading> {
  const [only, ...others] = given
  if (only === undefined) return refused('There is nothing in it.')
  if (others.length === 0 && only.path.endsWith('.json')) return planManifest(only.content, deps)
  let files: readonly FolderFile[]
  try {
    files = await openArchives(given)
  } catch (thrown) {
    return refused(`The archive cannot be read. ${thrown instanceof Error ? thrown.message : ''}`)
  }
  const reading = await readModelFolder(files)
  switch (reading.kind) {
    case 'refused':
      return reading
    case 'exported':
      return planExported(reading, deps)
    case 'weights':
      return planWeights(reading, deps)
  }
}

function planExported(
  { model: { record, files }, contentByName }: FolderReading & { kind: 'exported' },
  deps: PlanDeps,
): AddReading {
  if (record.weights.kind === 'app' || isOfApp(record.id, deps))
    return refused('It says that it is the model of this app, and it is not.')
  // Nothing from a folder may stand where the app's own files are looked for.
  const own = new URL(deps.source.base).origin
  const move = (url: string, name: string): string =>
    new URL(url).origin === own ? new URL(name, localFolder(record.id)).href : url
  const library = files.files.find(({ url }) => url === files.libraryUrl)
  const moved: ModelFiles = {
    ...files,
    id: record.id,
    libraryUrl: move(files.libraryUrl, library?.name ?? ''),
    files: files.files.map((file) => ({ ...file, url: move(file.url, file.name) })),
  }
  return planOf(record, { files: moved, contentByName, isListed: true }, deps)
}

async function planWeights(
  { name, config, needed, library, contentByName }: FolderReading & { kind: 'weights' },
  deps: PlanDeps,
): Promise<AddReading> {
  const id = idOf(name)
  if (deps.records().some((record) => record.id === id && record.weights.kind !== 'local'))
    return planWeights(
      { kind: 'weights', name: `${name}-local`, config, needed, library, contentByName },
      deps,
    )
  if (library === undefined)
    return refused(
      'There is no library (.wasm) in it. Put the one that was compiled for this model beside the weights.',
    )
  const weights = { kind: 'local' } as const
  const reading = recordFromConfig(
    { id, name, weights, library: { kind: 'folder', file: library } },
    config,
  )
  if (reading.kind === 'refused') return reading
  const base = localFolder(id)
  const files: ModelFile[] = []
  for (const file of [...needed, library]) {
    const bytes = await contentByName.get(file)?.arrayBuffer()
    if (bytes === undefined) return refused(`${file} is missing.`)
    files.push(await measureFile(new URL(file, base).href, bytes))
  }
  const libraryUrl = new URL(library, base).href
  const measured: ModelFiles = { id, weightsUrl: base, libraryUrl, files, trust: 'first-use' }
  return planOf(reading.record, { files: measured, contentByName, isListed: false }, deps)
}

const planOf = (
  record: CatalogueRecord,
  folder: NonNullable<Parameters<typeof planModel>[2]>,
  deps: PlanDeps,
): AddReading => ({
  kind: 'plan',
  plan: { source: 'folder', models: [planModel(record, deps, folder)] },
})
