import type { ModelFiles } from '../download/modelFiles.ts'
import type { EngineError } from '../engine.ts'

/** The files of a model with their sizes and hashes, or why nobody could say them. */
export type Listing =
  | { readonly kind: 'listed'; readonly files: ModelFiles }
  | { readonly kind: 'failed'; readonly error: EngineError }

/** Thrown inside this folder only; a listing is handed out as a value. */
export class ListingFailed extends Error {
  readonly error: EngineError
  constructor(kind: EngineError['kind'], detail: string) {
    super(`${kind}: ${detail}`)
    this.error = { kind, detail }
  }
}
