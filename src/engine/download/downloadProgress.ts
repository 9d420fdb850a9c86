import type { DownloadDeps } from './downloadDeps.ts'
import type { DownloadState } from './downloadState.ts'
import type { ModelFile, ModelFiles } from './modelFiles.ts'
import { createSpeedMeter } from './speedMeter.ts'

export interface DownloadProgress {
  /** How much of a file there is before anything is fetched. */
  begin(file: ModelFile, bytes: number): void
  move(file: ModelFile, bytes: number): void
}

/** Often enough for a bar to move, seldom enough not to be work. */
const leastGapMs = 100

/** Adds up where the files stand, and tells it as one state. */
export function createDownloadProgress(
  model: ModelFiles,
  now: DownloadDeps['now'],
  onState: (state: DownloadState) => void,
): DownloadProgress {
  const bytesByUrl = new Map<string, number>()
  const total = model.files.reduce((sum, file) => sum + file.bytes, 0)
  const speed = createSpeedMeter(now)
  let toldAt = Number.NEGATIVE_INFINITY

  function tell(): void {
    const bytes = [...bytesByUrl.values()].reduce((sum, one) => sum + one, 0)
    if (bytes < total && now() - toldAt < leastGapMs) return
    toldAt = now()
    if (bytes === total) return onState({ status: 'verifying', model: model.id, bytes, total })
    const bytesPerSecond = speed.bytesPerSecond()
    const secondsLeft = bytesPerSecond > 0 ? (total - bytes) / bytesPerSecond : undefined
    const figures = { bytes, total, bytesPerSecond, secondsLeft }
    onState({ status: 'downloading', model: model.id, ...figures })
  }

  return {
    begin(file, bytes) {
      bytesByUrl.set(file.url, bytes)
      if (bytesByUrl.size === model.files.length) tell()
    },

    move(file, bytes) {
      // A file that starts over takes its bytes back, but the line did carry them.
      speed.add(Math.max(0, bytes - (bytesByUrl.get(file.url) ?? 0)))
      bytesByUrl.set(file.url, bytes)
      tell()
    },
  }
}
