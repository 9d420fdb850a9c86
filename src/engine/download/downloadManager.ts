import type { EngineError } from '../engine.ts'
import { checkRoom } from './checkRoom.ts'
import type { DownloadDeps } from './downloadDeps.ts'
import { createDownloadProgress } from './downloadProgress.ts'
import type { DownloadEnd, DownloadState } from './downloadState.ts'
import { isQuotaError } from './fetchRest.ts'
import { inParallel } from './inParallel.ts'
import { createKeptFiles } from './keptFiles.ts'
import type { ModelFile, ModelFiles } from './modelFiles.ts'
import { obtainFile } from './obtainFile.ts'
import { createPartStore } from './partStore.ts'

export interface DownloadManager {
  /**
   * Brings every file of a model into WebLLM's caches, or goes on doing so. Aborting pauses it: what
   * has come is kept. Never rejects for what a network or a disk may do.
   */
  download(model: ModelFiles, signal: AbortSignal): Promise<DownloadEnd>
  /** Hashes what is kept; bad files are removed. Answers the names of those that are bad or missing. */
  verify(model: ModelFiles, signal: AbortSignal): Promise<readonly string[]>
  /** Removes the model's files and the parts of them, and nothing else. */
  remove(model: ModelFiles, signal: AbortSignal): Promise<void>
}

/** Held by the one tab that fetches, checks or removes this model; another model need not wait for it. */
const lockOf = ({ id }: ModelFiles): string => `ponder-download/${id}`

/** Fetches models for WebLLM, which finds each file under its own cache key afterwards. */
export function createDownloadManager(
  deps: DownloadDeps,
  onState: (state: DownloadState) => void,
): DownloadManager {
  const parts = createPartStore(deps.caches)
  const kept = createKeptFiles(deps.caches)

  async function fetchMissing(model: ModelFiles, signal: AbortSignal): Promise<DownloadEnd> {
    const progress = createDownloadProgress(model, deps.now, onState)
    const missing: ModelFile[] = []
    const mended: string[] = []
    let toCome = 0
    for (const file of model.files) {
      if (signal.aborted) return { status: 'paused', model: model.id }
      const isKept = await kept.has(file)
      const bytes = isKept ? file.bytes : (await parts.held(file)).bytes
      if (!isKept) missing.push(file)
      toCome += file.bytes - bytes
      progress.begin(file, bytes)
    }
    // A file lies there twice for a moment, as parts and whole; so do as many as are fetched at once.
    const largest = missing.map(({ bytes }) => bytes).toSorted((one, other) => other - one)
    const twice = largest.slice(0, deps.limits.parallel).reduce((sum, bytes) => sum + bytes, 0)
    const error =
      (missing.length === 0 ? undefined : await checkRoom(toCome + twice, deps.estimate)) ??
      (await inParallel(missing, deps.limits.parallel, signal, async (file, stop) => {
        const onPosition = (bytes: number): void => progress.move(file, bytes)
        const onBad = (): void => void mended.push(file.name)
        const request = { file, parts, kept, deps, signal: stop, onPosition, onBad }
        const end = await obtainFile(request)
        return typeof end === 'string' ? undefined : end
      }))
    if (error !== undefined) return { status: 'failed', model: model.id, error }
    if (signal.aborted) return { status: 'paused', model: model.id }
    return { status: 'done', model: model.id, mended }
  }

  return {
    async download(model, signal) {
      onState({ status: 'queued', model: model.id })
      let end: DownloadEnd = { status: 'paused', model: model.id }
      try {
        await deps.locks.request(lockOf(model), { signal }, async () => {
          end = await fetchMissing(model, signal)
        })
      } catch (thrown) {
        // The lock's own way of saying that waiting for it was called off.
        if (!signal.aborted)
          end = { status: 'failed', model: model.id, error: storageError(thrown) }
      }
      onState(end)
      return end
    },

    async verify(model, signal) {
      const faults: string[] = []
      const total = model.files.reduce((sum, file) => sum + file.bytes, 0)
      await deps.locks.request(lockOf(model), { signal }, async () => {
        let bytes = 0
        for (const file of model.files) {
          signal.throwIfAborted()
          onState({ status: 'verifying', model: model.id, bytes, total })
          if ((await kept.check(file)) !== 'good') faults.push(file.name)
          bytes += file.bytes
        }
      })
      return faults
    },

    remove: (model, signal) =>
      deps.locks.request(lockOf(model), { signal }, async () => {
        for (const file of model.files) {
          signal.throwIfAborted()
          await kept.remove(file)
          await parts.clear(file)
        }
      }),
  }
}

/** Only the caches throw: the network's failures come back as values. */
function storageError(thrown: unknown): EngineError {
  return { kind: isQuotaError(thrown) ? 'quota' : 'crash', detail: String(thrown) }
}
