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
import { recordOf } from './recordOf.ts'

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
  const folder = { files: moved, contentByName, isListed: true }
  return { kind: 'plan', plan: { source: 'folder', models: [planModel(record, deps, folder)] } }
}

async function planWeights(
  { name, weights, library, contentByName }: FolderReading & { kind: 'weights' },
  deps: PlanDeps,
): Promise<AddReading> {
  if (library === undefined)
    return refused(
      'There is no library (.wasm) in it. Put the one that was compiled for this model beside the weights.',
    )
  const id = idOf(name)
  const record = recordOf({
    name,
    weights: { kind: 'local' },
    library: { kind: 'folder', file: library },
    found: weights,
  })
  if (record === undefined) return refused('Its figures are none that a model can have here.')
  const base = localFolder(id)
  const needed = [
    'mlc-chat-config.json',
    'tensor-cache.json',
    ...weights.tokenizerFiles,
    ...weights.shards.map((shard) => shard.name),
    library,
  ]
  const listed: ModelFile[] = []
  for (const file of new Set(needed)) {
    const content = contentByName.get(file)
    if (content === undefined) return refused(`${file} is missing.`)
    listed.push(await measureFile(new URL(file, base).href, await content.arrayBuffer()))
  }
  const files: ModelFiles = {
    id,
    weightsUrl: base,
    libraryUrl: new URL(library, base).href,
    files: listed,
    trust: 'first-use',
  }
  const folder = { files, contentByName, isListed: false }
  return { kind: 'plan', plan: { source: 'folder', models: [planModel(record, deps, folder)] } }
}
