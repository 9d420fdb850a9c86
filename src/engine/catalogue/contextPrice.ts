import { choicesFor } from './contextChoice.ts'
import { cacheBytes, memoryNeed } from './memory.ts'
import type { CatalogueRecord } from './record.ts'

export interface ContextPrice {
  readonly tokens: number
  /** Bytes of the KV cache alone: what this much context costs. */
  readonly cache: number
  /** Bytes of the model at this context. */
  readonly total: number
}

/** What each length of context costs, for as many tokens as the model was trained for. */
export const contextPrices = (record: CatalogueRecord): readonly ContextPrice[] =>
  choicesFor(record).map((tokens) => ({
    tokens,
    cache: cacheBytes(record, tokens),
    total: memoryNeed(record, tokens).total,
  }))
