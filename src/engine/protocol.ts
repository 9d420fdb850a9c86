import type { CatalogueRecord } from './catalogue/record.ts'
import type {
  EngineError,
  EngineEvent,
  LoadedFacts,
  ModelId,
  PromptShare,
  RenderedPrompt,
  Segment,
} from './engine.ts'
import type { JournalFailure } from './journal.ts'
import type { ModelSources } from './source/modelSources.ts'

/** Window to worker. `id` numbers requests; everything that is sent back about one carries it. */
export type ToWorker =
  | {
      readonly type: 'model-load'
      readonly id: number
      readonly record: CatalogueRecord
      readonly contextTokens: number
      readonly sources: ModelSources
    }
  | { readonly type: 'model-unload'; readonly id: number }
  | { readonly type: 'turn-start'; readonly id: number; readonly segment: Segment }
  /** Stops the turn with this id, also while it is queued or in prefill. */
  | { readonly type: 'turn-stop'; readonly id: number }
  | { readonly type: 'prompt-render'; readonly id: number; readonly segment: Segment }
  | { readonly type: 'prompt-measure'; readonly id: number; readonly segment: Segment }
  | {
      readonly type: 'tokens-count'
      readonly id: number
      readonly model: ModelId
      readonly texts: readonly string[]
    }

/** What the worker does with files that are here; bringing them is the window's part. */
export type LoadPhase = 'uploading' | 'compiling'

/** Worker to window; pushed, never asked for. */
export type FromWorker =
  | {
      readonly type: 'load-progress'
      readonly id: number
      readonly phase: LoadPhase
      readonly fraction: number
    }
  | { readonly type: 'model-loaded'; readonly id: number; readonly facts: LoadedFacts }
  | { readonly type: 'request-done'; readonly id: number }
  | { readonly type: 'request-failed'; readonly id: number; readonly error: EngineError }
  | { readonly type: 'turn-event'; readonly id: number; readonly event: EngineEvent }
  /** What is written is not kept on the disk as it comes; null once it is again. */
  | { readonly type: 'journal-state'; readonly failure: JournalFailure | null }
  | { readonly type: 'prompt-rendered'; readonly id: number; readonly prompt: RenderedPrompt }
  | {
      readonly type: 'prompt-measured'
      readonly id: number
      readonly shares: readonly PromptShare[]
    }
  | { readonly type: 'tokens-counted'; readonly id: number; readonly counts: readonly number[] }
  | {
      readonly type: 'device-lost'
      readonly kind: 'device-lost' | 'out-of-memory'
      readonly detail: string
    }
