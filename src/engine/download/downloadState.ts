import type { EngineError, ModelId } from '../engine.ts'

/** Where one model's download stands. `bytes` counts what is kept and what is in flight. */
export type DownloadState =
  | { readonly status: 'queued'; readonly model: ModelId }
  | {
      readonly status: 'downloading'
      readonly model: ModelId
      readonly bytes: number
      readonly total: number
      readonly bytesPerSecond: number
      /** Undefined while there is no speed to tell it by. */
      readonly secondsLeft: number | undefined
    }
  | {
      readonly status: 'verifying'
      readonly model: ModelId
      readonly bytes: number
      readonly total: number
    }
  | DownloadEnd

/** How a download ends; paused ones go on with what they have. */
export type DownloadEnd =
  | { readonly status: 'paused'; readonly model: ModelId }
  | {
      readonly status: 'done'
      readonly model: ModelId
      /** Names of the files whose first bytes were wrong and that were fetched again. */
      readonly mended: readonly string[]
    }
  | { readonly status: 'failed'; readonly model: ModelId; readonly error: EngineError }
