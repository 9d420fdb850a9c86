import type { EngineError } from '../engine.ts'
import type { DownloadDeps } from './downloadDeps.ts'
import { type FetchRequest, fetchRest } from './fetchRest.ts'
import { matchesHash } from './hashBytes.ts'
import type { KeptFiles } from './keptFiles.ts'
import { retryDelay } from './retryDelay.ts'

export interface ObtainRequest extends FetchRequest {
  readonly kept: KeptFiles
  /** Told when the bytes were not the right ones and the file is fetched again, whole. */
  readonly onBad: () => void
}

/** Fetches one file, as often as it takes, and keeps it once its hash is right. */
export async function obtainFile(
  request: ObtainRequest,
): Promise<'kept' | 'stopped' | EngineError> {
  const { file, parts, kept, deps, signal } = request
  let wasBad = false
  let failures = 0
  let furthest = (await parts.held(file)).bytes
  for (;;) {
    if (signal.aborted) return 'stopped'
    const attempt = await fetchRest(request)
    if (attempt.result === 'refused') return { kind: 'network', detail: attempt.detail }
    if (attempt.result === 'lost') {
      if (signal.aborted) return 'stopped'
      const { bytes } = await parts.held(file)
      // A line that breaks often is borne as long as it brings more; a file that starts over is not more.
      failures = bytes > furthest ? 1 : failures + 1
      furthest = Math.max(furthest, bytes)
      // Trying on without a network only keeps a person waiting for the words that say so.
      if (!deps.isOnline()) return { kind: 'offline', detail: attempt.detail }
      if (failures >= deps.limits.tries) return { kind: 'network', detail: attempt.detail }
      const delay = retryDelay(failures, deps.limits, deps.random)
      await wait(Math.max(delay, attempt.waitMs ?? 0), deps, signal)
      continue
    }
    if (attempt.result === 'whole') {
      const bytes = await parts.join(file)
      if (await matchesHash(bytes, file.hash)) {
        await kept.keep(file, bytes)
        await parts.clear(file)
        return 'kept'
      }
    }
    await parts.clear(file)
    request.onPosition(0)
    if (wasBad)
      return {
        kind: 'integrity',
        detail:
          attempt.result === 'wrong'
            ? attempt.detail
            : `${file.name}: not what it was said to be, twice`,
      }
    wasBad = true
    furthest = 0
    request.onBad()
  }
}

/** Ends early, and quietly, when the signal is aborted. */
async function wait(milliseconds: number, deps: DownloadDeps, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    const end = (): void => {
      callOff()
      signal.removeEventListener('abort', end)
      resolve()
    }
    const callOff = deps.after(milliseconds, end)
    signal.addEventListener('abort', end)
  })
}
