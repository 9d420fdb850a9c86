import type { EngineError } from '../engine.ts'
import type { GpuFacts } from '../gpuSupport.ts'
import { leastLimits, usableBuffer } from './device.ts'
import { largestBuffer } from './memory.ts'
import type { CatalogueRecord } from './record.ts'

/** Why this device cannot run the model; undefined when nothing speaks against it. */
export function findObstacle(
  facts: GpuFacts,
  record: CatalogueRecord,
  contextTokens: number,
): EngineError | undefined {
  if (facts.kind === 'no-webgpu') return { kind: 'no-webgpu', detail: 'navigator.gpu is missing.' }
  if (facts.kind === 'no-adapter')
    return { kind: 'no-webgpu', detail: 'The browser found no graphics adapter.' }
  const needed = largestBuffer(record, contextTokens)
  const shortages = [
    ...leastLimits.map(({ limit, least, words }) => [words, facts[limit], least] as const),
    ['largest buffer', usableBuffer(facts), needed] as const,
  ]
  const shortage = shortages.find(([, has, needs]) => has < needs)
  if (shortage !== undefined) {
    const [what, has, needs] = shortage
    return {
      kind: 'buffer-too-small',
      detail: `Its graphics adapter offers ${has} as ${what}; the model needs ${needs}.`,
    }
  }
  return record.quantization.includes('f16') && !facts.hasF16
    ? { kind: 'no-f16', detail: 'The adapter has no shader-f16.' }
    : undefined
}
