import type { CatalogueRecord } from './record.ts'

/** Lengths of context that a person may choose, in tokens. */
const contextChoices = [1024, 2048, 4096, 8192, 16_384, 32_768] as const

/** Those that the model was trained for. */
export const choicesFor = ({ longestContext }: CatalogueRecord): readonly number[] =>
  contextChoices.filter((tokens) => tokens <= longestContext)

/** What a model is loaded with until its person chooses: WebLLM's own default, or the model's longest. */
export const usualContext = ({ longestContext }: CatalogueRecord): number =>
  Math.min(4096, longestContext)

/** The nearest that the model can be loaded with; the library reads no less than one chunk at once. */
export function clampContext(record: CatalogueRecord, tokens: number): number {
  const least = Math.min(record.architecture.prefillChunk, record.longestContext)
  return Math.max(least, Math.min(tokens, record.longestContext))
}
