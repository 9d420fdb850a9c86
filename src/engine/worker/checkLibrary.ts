import type { LoadedFacts } from '../engine.ts'
import { EngineFailed } from '../engineFailed.ts'
import { compareLibrary } from '../library/compareLibrary.ts'
import { readLibraryMetadata } from '../library/libraryMetadata.ts'
import { readChatConfig } from '../library/modelConfig.ts'
import type { ModelSources } from '../source/modelSources.ts'
import { readTensorCache } from '../source/tensorCache.ts'

/** A whole file from WebLLM's caches; from its host where it is not there. */
export type ReadFile = (url: string) => Promise<ArrayBuffer>

/** Refuses a library that was compiled for another model, before anything goes to the device. */
export async function checkLibrary(
  { weightsUrl, libraryUrl }: ModelSources,
  readFile: ReadFile,
): Promise<LoadedFacts['library']> {
  const metadata = readLibraryMetadata(await readFile(libraryUrl))
  if (metadata === undefined) return 'unchecked'
  const readJson = async (name: string): Promise<unknown> =>
    JSON.parse(new TextDecoder().decode(await readFile(new URL(name, weightsUrl).href)))
  const config = readChatConfig(await readJson('mlc-chat-config.json'))
  if (config === undefined)
    throw new EngineFailed({
      kind: 'unusable-model',
      detail: 'Its mlc-chat-config.json cannot be read.',
    })
  const tensors = readTensorCache(await readJson('tensor-cache.json'))?.tensors ?? new Set()
  const check = compareLibrary(metadata, config, tensors)
  if (check.kind === 'differs')
    throw new EngineFailed({ kind: 'library-mismatch', detail: check.words })
  return 'matches'
}
