import { checkRoom } from '../download/checkRoom.ts'
import type { DownloadDeps } from '../download/downloadDeps.ts'
import { isQuotaError } from '../download/fetchRest.ts'
import type { ModelFiles } from '../download/modelFiles.ts'
import type { EngineError } from '../engine.ts'
import type { ModelDisk } from '../source/modelDisk.ts'

export type ImportEnd =
  | { readonly kind: 'imported' }
  /** The right files are kept, so that only these are still to come. */
  | { readonly kind: 'wrong'; readonly names: readonly string[] }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: EngineError }

export interface ImportDeps {
  readonly disk: Pick<ModelDisk, 'keepListing' | 'keepFile'>
  readonly estimate: DownloadDeps['estimate']
}

/** Copies a model's files from a folder into WebLLM's caches, each only when its hash is right. */
export async function importFiles(
  files: ModelFiles,
  contentByName: ReadonlyMap<string, Blob>,
  { disk, estimate }: ImportDeps,
  signal: AbortSignal,
  onProgress: (bytes: number) => void,
): Promise<ImportEnd> {
  const wrong: string[] = []
  let done = 0
  try {
    const error = await checkRoom(
      files.files.reduce((sum, { bytes }) => sum + bytes, 0),
      estimate,
    )
    if (error !== undefined) return { kind: 'failed', error }
    // Before the first file, so that even half a model can be found and removed.
    await disk.keepListing(files)
    for (const file of files.files) {
      if (signal.aborted) return { kind: 'stopped' }
      onProgress(done)
      const bytes = await contentByName.get(file.name)?.arrayBuffer()
      if (bytes === undefined || !(await disk.keepFile(file, bytes))) wrong.push(file.name)
      done += file.bytes
    }
    onProgress(done)
    return wrong.length > 0 ? { kind: 'wrong', names: wrong } : { kind: 'imported' }
  } catch (thrown) {
    const kind = isQuotaError(thrown) ? 'quota' : 'crash'
    return { kind: 'failed', error: { kind, detail: String(thrown) } }
  }
}
