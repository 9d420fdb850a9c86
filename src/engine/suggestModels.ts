import { choicesFor, usualContext } from './catalogue/contextChoice.ts'
import type { DeviceFacts } from './catalogue/device.ts'
import { memoryNeed } from './catalogue/memory.ts'
import { rankModels } from './catalogue/rankModels.ts'
import type { CatalogueRecord } from './catalogue/record.ts'
import type { ModelId, Suggestion } from './engine.ts'

export interface SuggestionQuestion {
  readonly failed: CatalogueRecord
  readonly contextTokens: number
  readonly models: readonly CatalogueRecord[]
  readonly device: DeviceFacts
  /** Models whose files are here; they go first, as they need no download. */
  readonly stored: ReadonlySet<ModelId>
}

/**
 * What to load instead where the device was too small: the same model with the next smaller context, then
 * the best of the smaller models that can run here. Nothing when this was the smallest.
 */
export function suggestModels(question: SuggestionQuestion): readonly Suggestion[] {
  const { failed, contextTokens, models, device, stored } = question
  const suggestions: Suggestion[] = []
  const less = choicesFor(failed).findLast(
    (tokens) => tokens < contextTokens && tokens >= failed.architecture.prefillChunk,
  )
  if (less !== undefined)
    suggestions.push({ kind: 'less-context', model: failed.id, contextTokens: less })
  const tooMuch = memoryNeed(failed, less ?? contextTokens).total
  const smaller = rankModels(models, device, 4096, { stored }).filter(
    ({ record, verdict }) =>
      verdict !== 'cannot' && memoryNeed(record, usualContext(record)).total < tooMuch,
  )
  const best = smaller.find(({ record }) => stored.has(record.id)) ?? smaller[0]
  if (best !== undefined) {
    const { id, name } = best.record
    suggestions.push({
      kind: 'other-model',
      model: id,
      name,
      contextTokens: usualContext(best.record),
    })
  }
  return suggestions
}
