import type { FolderFile } from '../installed/tar.ts'
import { type ExportedModel, readFolderManifest } from '../installed/folderManifest.ts'
import { readWeights, type Weights } from './readWeights.ts'

/** What a folder on the person's disk turned out to be. */
export type FolderReading =
  /** One that this app wrote: what each file must be is known. */
  | {
      readonly kind: 'exported'
      readonly model: ExportedModel
      readonly contentByName: ReadonlyMap<string, Blob>
    }
  /** Weights as MLC lays them out; nothing says what their hashes must be. */
  | {
      readonly kind: 'weights'
      readonly name: string
      readonly weights: Weights
      /** The library's file name, if one lies there. */
      readonly library: string | undefined
      readonly contentByName: ReadonlyMap<string, Blob>
    }
  | { readonly kind: 'refused'; readonly why: string }

/** Looks at a folder's descriptions and at the sizes of its files; reads nothing else. */
export async function readModelFolder(files: readonly FolderFile[]): Promise<FolderReading> {
  const manifest = await readJson(findShallowest(files, 'manifest.json')?.content)
  const exported = readFolderManifest(manifest)
  if (exported !== undefined) {
    const root = folderOf(findShallowest(files, 'manifest.json')?.path ?? '')
    return checkExported(exported, filesIn(files, root + exported.base))
  }
  const config = findShallowest(files, 'mlc-chat-config.json')
  if (config === undefined)
    return refused(
      'There is no mlc-chat-config.json in it. A model’s folder has one beside its weights.',
    )
  const contentByName = filesIn(files, folderOf(config.path))
  const list = contentByName.get('tensor-cache.json') ?? contentByName.get('ndarray-cache.json')
  const reading = readWeights(await readJson(config.content), await readJson(list))
  if (reading.kind === 'refused') return reading
  const { weights } = reading
  const wrong = weights.shards.find(({ name, bytes }) => contentByName.get(name)?.size !== bytes)
  if (wrong !== undefined) return refused(describeWrong(wrong, contentByName.get(wrong.name)))
  const lacking = weights.tokenizerFiles.find((name) => !contentByName.has(name))
  if (lacking !== undefined) return refused(`${lacking} is missing.`)
  const library = [...contentByName.keys()].find((name) => /^[\w-][\w.-]*\.wasm$/.test(name))
  return { kind: 'weights', name: nameOf(config.path), weights, library, contentByName }
}

function checkExported(
  model: ExportedModel,
  contentByName: ReadonlyMap<string, Blob>,
): FolderReading {
  const wrong = model.files.find(({ name, bytes }) => contentByName.get(name)?.size !== bytes)
  if (wrong === undefined) return { kind: 'exported', model, contentByName }
  return refused(describeWrong(wrong, contentByName.get(wrong.name)))
}

const describeWrong = (
  { name, bytes }: { readonly name: string; readonly bytes: number },
  content: Blob | undefined,
): string =>
  content === undefined
    ? `${name} is missing.`
    : `${name} has ${content.size} bytes and should have ${bytes}.`

const refused = (why: string): FolderReading => ({ kind: 'refused', why })

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)

/** The folder's own name, without those that only say where files of a revision lie. */
function nameOf(path: string): string {
  const steps = path.split('/').slice(0, -1)
  const at = steps.indexOf('resolve')
  return (at === -1 ? steps : steps.slice(0, at)).at(-1) ?? 'A folder of weights'
}

function findShallowest(files: readonly FolderFile[], name: string): FolderFile | undefined {
  const depth = ({ path }: FolderFile): number => path.split('/').length
  return files
    .filter(({ path }) => path.split('/').at(-1) === name)
    .toSorted((one, other) => depth(one) - depth(other))[0]
}

/** Files right in a folder, by name. */
function filesIn(files: readonly FolderFile[], folder: string): ReadonlyMap<string, Blob> {
  const inside = files.filter(({ path }) => folderOf(path) === folder)
  return new Map(inside.map(({ path, content }) => [path.slice(folder.length), content]))
}

async function readJson(content: Blob | undefined): Promise<unknown> {
  try {
    return content === undefined ? undefined : JSON.parse(await content.text())
  } catch {
    return undefined
  }
}
