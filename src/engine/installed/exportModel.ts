import type { FileCaches } from '../download/downloadDeps.ts'
import { hashBytes, matchesHash } from '../download/hashBytes.ts'
import { createFolderManifest, type ExportedModel, exportedBase } from './folderManifest.ts'
import type { FolderFile } from './tar.ts'

export type ExportEnd =
  | { readonly kind: 'exported'; readonly bytes: number }
  | { readonly kind: 'stopped' }
  /** A file that should be kept is not, or not as it was: verifying and repairing come first. */
  | { readonly kind: 'damaged'; readonly name: string }
  | { readonly kind: 'failed'; readonly detail: string }

/** Where an export goes: a folder on the disk, or an archive for the browser to save. */
export interface ExportTarget {
  write(file: FolderFile): Promise<void>
  /** After the last file. */
  finish(): Promise<void>
}

/** Writes the model's files and, last, the manifest: a folder with a manifest is a whole one. */
export async function exportModel(
  { record, files }: Omit<ExportedModel, 'base'>,
  caches: FileCaches,
  target: ExportTarget,
  signal: AbortSignal,
  onProgress: (bytes: number) => void,
): Promise<ExportEnd> {
  const sums = new Map<string, string>()
  let written = 0
  try {
    for (const file of files.files) {
      if (signal.aborted) return { kind: 'stopped' }
      onProgress(written)
      const response = await (await caches.open(file.cache)).match(file.url)
      const bytes = await response?.arrayBuffer()
      if (bytes === undefined || !(await matchesHash(bytes, file.hash)))
        return { kind: 'damaged', name: file.name }
      sums.set(file.name, await hashBytes(bytes))
      await target.write({ path: exportedBase + file.name, content: new Blob([bytes]) })
      written += bytes.byteLength
    }
    const manifest = new Blob([createFolderManifest({ record, files }, sums)])
    await target.write({ path: 'manifest.json', content: manifest })
    await target.finish()
    return { kind: 'exported', bytes: written + manifest.size }
  } catch (thrown) {
    if (signal.aborted) return { kind: 'stopped' }
    return { kind: 'failed', detail: String(thrown) }
  }
}
