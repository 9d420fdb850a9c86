import type { DeviceFacts } from '../../engine/catalogue/device.ts'
import type { CatalogueRecord } from '../../engine/catalogue/record.ts'
import type { ModelId } from '../../engine/engine.ts'

/** What the meter knows of models and this device, and the one thing that it changes. */
export interface ContextRoom {
  /** Tokens of the context that a model has, or would be loaded with. */
  sizeOf(model: ModelId): number
  /** Tokens that are chosen for it, and hold once it is loaded again. */
  chosenFor(model: ModelId): number
  /** Whether this model is loaded and writes nothing, so that its tokenizer answers at once. */
  canCount(model: ModelId): boolean
  subscribe(listener: () => void): () => void
  recordOf(model: ModelId): CatalogueRecord | undefined
  probe(): Promise<DeviceFacts>
  /**
   * Loads a model with more context and keeps to it. Answers false where it could not be loaded; the engine says
   * why, and what was chosen before stays chosen.
   */
  enlarge(model: ModelId, tokens: number): Promise<boolean>
}
