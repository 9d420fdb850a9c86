import type { DownloadState } from './download/downloadState.ts'
import type { EngineState } from './engine.ts'

/** What a load shows of the download in it; undefined where that changes nothing. */
export function downloadToEngineState(download: DownloadState): EngineState | undefined {
  switch (download.status) {
    case 'downloading': {
      const { model, bytes, total, bytesPerSecond } = download
      return { status: 'downloading', model, bytes, total, bytesPerSecond }
    }
    case 'verifying': {
      const { model, bytes, total } = download
      return { status: 'verifying', model, fraction: total === 0 ? 1 : bytes / total }
    }
    case 'queued':
    case 'paused':
    case 'done':
    case 'failed':
      return undefined
  }
}
