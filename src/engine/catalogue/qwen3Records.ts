import { qwen3_0_6B, qwen3_1_7B, qwen3_4B, qwen3_8B } from './architectures.ts'
import { figuresOfQwen3_8B } from './cardFigures.ts'
import { appLibrary, hubWeights } from './hubWeights.ts'
import type { Architecture, CardFigure, CatalogueRecord } from './record.ts'

const sizes: readonly (readonly [string, Architecture, CardFigure[]])[] = [
  ['0.6B', qwen3_0_6B, []],
  ['1.7B', qwen3_1_7B, []],
  ['4B', qwen3_4B, []],
  ['8B', qwen3_8B, figuresOfQwen3_8B],
]

/** Qwen's own thinking models, to compare R1 with. Their libraries are ours, as R1's. */
export const qwen3Records: readonly CatalogueRecord[] = sizes.flatMap(
  ([size, architecture, figures]) =>
    (['q4f16_1', 'q4f32_1'] as const).map((quantization) => ({
      id: `Qwen3-${size}-${quantization}-MLC`,
      name: `Qwen3 ${size}`,
      role: 'comparison' as const,
      quantization,
      weights: hubWeights(`Qwen3-${size}-${quantization}-MLC`),
      library: appLibrary(`Qwen3-${size}-${quantization}-MLC`),
      architecture,
      longestContext: 32_768,
      licence: 'Apache-2.0',
      template: 'qwen3' as const,
      // Qwen3 card, thinking mode. Its top_k of 20 is left out: WebLLM has no such setting.
      sampling: { temperature: 0.6, topP: 0.95, maxTokens: 32_768 },
      figures,
    })),
)
