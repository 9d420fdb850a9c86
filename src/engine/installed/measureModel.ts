import type { FileCaches } from '../download/downloadDeps.ts'
import type { ModelFile } from '../download/modelFiles.ts'
import { createPartStore } from '../download/partStore.ts'

export interface Held {
  /** Bytes that lie on the disk, whole files and parts of files. */
  readonly bytes: number
  readonly total: number
  readonly missing: readonly ModelFile[]
}

/** How much of some files there is. Nothing is hashed: that is verifying. */
export async function measureFiles(caches: FileCaches, files: readonly ModelFile[]): Promise<Held> {
  const parts = createPartStore(caches)
  const missing: ModelFile[] = []
  let bytes = 0
  for (const file of files) {
    const isKept = (await (await caches.open(file.cache)).match(file.url)) !== undefined
    if (!isKept) missing.push(file)
    bytes += isKept ? file.bytes : (await parts.held(file)).bytes
  }
  return { bytes, total: files.reduce((sum, file) => sum + file.bytes, 0), missing }
}
