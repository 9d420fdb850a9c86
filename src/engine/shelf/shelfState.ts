import type { DeviceFacts, TrialFacts } from '../catalogue/device.ts'
import type { EngineError, ModelId } from '../engine.ts'
import type { InstalledModel } from '../installed/installedModel.ts'
import type { Orphans } from '../installed/orphans.ts'

/** What is being done with a model's files now. The engine's own phases are in its state. */
export type Work =
  /** Asking the model's host which files there are. */
  | { readonly kind: 'listing' }
  /** Another tab works on the model. */
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'downloading'
      readonly bytes: number
      readonly total: number
      readonly bytesPerSecond: number
      readonly secondsLeft: number | undefined
    }
  | {
      readonly kind: 'verifying' | 'exporting' | 'importing'
      readonly bytes: number
      readonly total: number
    }
  /** Taking as much memory as it would need, to see whether there is so much. */
  | { readonly kind: 'trying' }
  | { readonly kind: 'deleting' }

/** How the last work on a model ended, for as long as that says something. */
export type Outcome =
  | { readonly kind: 'paused' }
  | { readonly kind: 'failed'; readonly error: EngineError }
  /** Every file is what it must be. */
  | { readonly kind: 'verified'; readonly files: number }
  /** These were missing or wrong and are gone; Repair fetches them. */
  | { readonly kind: 'damaged'; readonly names: readonly string[] }
  | { readonly kind: 'mended'; readonly names: readonly string[] }
  | { readonly kind: 'exported'; readonly bytes: number; readonly to: 'folder' | 'archive' }
  | { readonly kind: 'imported'; readonly bytes: number }
  /** Whether so much graphics memory could be had, in words. */
  | { readonly kind: 'tried'; readonly words: string }

/** Bytes of a model that lie on the disk, of how many. */
export interface Progress {
  readonly bytes: number
  readonly total: number
}

export interface ShelfState {
  readonly installed: ReadonlyMap<ModelId, InstalledModel>
  readonly work: ReadonlyMap<ModelId, Work>
  readonly outcomes: ReadonlyMap<ModelId, Outcome>
  /** Of models that have begun to come. */
  readonly progress: ReadonlyMap<ModelId, Progress>
  /** Null until the device has been looked at. */
  readonly device: DeviceFacts | null
  /** What trials of the graphics memory found out; undefined until there was one. */
  readonly trial: TrialFacts | undefined
  /** Models whose library this deployment is known to lack. */
  readonly withoutLibrary: ReadonlySet<ModelId>
  /** Null until the caches have been looked through. */
  readonly orphans: Orphans | null
  /** Whether the browser promised to keep what is stored; null where nobody asked or it cannot say. */
  readonly isKept: boolean | null
  /** Why the list of installed models could not be read or written. */
  readonly storeFailure: string | null
}

export const emptyShelf: ShelfState = {
  installed: new Map(),
  work: new Map(),
  outcomes: new Map(),
  progress: new Map(),
  device: null,
  trial: undefined,
  withoutLibrary: new Set(),
  orphans: null,
  isKept: null,
  storeFailure: null,
}

/** A copy of the map with a value set, or taken away where it is undefined. */
export function withEntry<Value>(
  map: ReadonlyMap<ModelId, Value>,
  id: ModelId,
  value: Value | undefined,
): ReadonlyMap<ModelId, Value> {
  const next = new Map(map)
  if (value === undefined) next.delete(id)
  else next.set(id, value)
  return next
}
