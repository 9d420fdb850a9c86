import { type ExportedModel, readFolderManifest } from '../installed/folderManifest.ts'
import type { FolderFile } from '../installed/tar.ts'
import { readTensorCache } from '../source/tensorCache.ts'

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
      readonly config: unknown
      /** What loading needs of it, without the library. */
      readonly needed: readonly string[]
      /** The library's file name, if one lies there. */
      readonly library: string | undefined
      readonly contentByName: ReadonlyMap<string, Blob>
    }
  | { readonly kind: 'refused'; readonly why: string }

/** Looks at a folder's descriptions and at the sizes of its files; reads nothing else. */
export async function readModelFolder(files: readonly FolderFile[]): Promise<FolderReading> {
  const listed = findShallowest(files, 'manifest.json')
  const exported = readFolderManifest(await readJson(listed?.content))
  if (exported !== undefined) {
    const contentByName = filesIn(files, folderOf(listed?.path ?? '') + exported.base)
    const wrong = findWrong(exported.files.files, contentByName)
    return wrong === undefined ? { kind: 'exported', model: exported, contentByName } : wrong
  }
  const config = findShallowest(files, 'mlc-chat-config.json')
  if (config === undefined)
    return refused(
      'There is no mlc-chat-config.json in it. A model’s folder has one beside its weights.',
    )
  return readWeightsFolder(config, filesIn(files, folderOf(config.path)))
}

async function readWeightsFolder(
  config: FolderFile,
  contentByName: ReadonlyMap<string, Blob>,
): Promise<FolderReading> {
  const list = readTensorCache(await readJson(contentByName.get('tensor-cache.json')))
  if (list === undefined)
    return refused('Its tensor-cache.json is missing, or is no list of shards.')
  const shards = list.shards.map(({ path, bytes }) => ({ name: path, bytes }))
  const wrong = findWrong(shards, contentByName)
  if (wrong !== undefined) return wrong
  const tokenizer = ['tokenizer.json', 'tokenizer.model'].find((name) => contentByName.has(name))
  if (tokenizer === undefined) return refused('tokenizer.json is missing.')
  return {
    kind: 'weights',
    name: nameOf(config.path),
    config: await readJson(config.content),
    needed: [
      'mlc-chat-config.json',
      'tensor-cache.json',
      tokenizer,
      ...shards.map(({ name }) => name),
    ],
    library: [...contentByName.keys()].find((name) => /^[\w-][\w.-]*\.wasm$/.test(name)),
    contentByName,
  }
}

function findWrong(
  files: readonly { readonly name: string; readonly bytes: number }[],
  contentByName: ReadonlyMap<string, Blob>,
): FolderReading | undefined {
  for (const { name, bytes } of files) {
    const size = contentByName.get(name)?.size
    if (size === undefined) return refused(`${name} is missing.`)
    if (size !== bytes) return refused(`${name} has ${size} bytes and should have ${bytes}.`)
  }
  return undefined
}

const refused = (why: string): FolderReading => ({ kind: 'refused', why })

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)

/** The folder's own name, without those that only say where files of a revision lie. */
function nameOf(path: string): string {
  const steps = path.split('/').slice(0, -1)
  const at = steps.indexOf('resolve')
  return (at > 0 ? steps[at - 1] : steps.at(-1)) ?? 'A model'
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
