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
 * the best of the smaller models that can run here. Nothing when this was the smallest. Where it is 16-bit
 * floats that are missing, the build of the same model that needs none.
 */
export function suggestModels(question: SuggestionQuestion): readonly Suggestion[] {
  const { failed, contextTokens, models, device, stored } = question
  const needsF16 = (record: CatalogueRecord): boolean => record.quantization.includes('f16')
  if (device.gpu.kind === 'adapter' && !device.gpu.hasF16 && needsF16(failed)) {
    const twin = models.find((record) => record.name === failed.name && !needsF16(record))
    return twin === undefined ? [] : [offer(twin, `${twin.name} (${twin.quantization})`)]
  }
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
  if (best !== undefined) suggestions.push(offer(best.record, best.record.name))
  return suggestions
}

const offer = (record: CatalogueRecord, name: string): Suggestion => ({
  kind: 'other-model',
  model: record.id,
  name,
  contextTokens: usualContext(record),
})
