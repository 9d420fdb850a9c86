import { r1Sampling } from '../engine.ts'
import { qwen3_8B, r1Llama8B, r1Qwen1_5B, r1Qwen7B } from './architectures.ts'
import {
  figuresOf0528,
  figuresOfLlama8B,
  figuresOfQwen1_5B,
  figuresOfQwen7B,
} from './cardFigures.ts'
import { appLibrary, hubWeights } from './hubWeights.ts'
import type { CatalogueRecord, Quantization } from './record.ts'

const quantizations = ['q4f16_1', 'q4f32_1'] as const

const common = { role: 'reasoning', sampling: r1Sampling, longestContext: 131_072 } as const

const qwen1_5B = (quantization: Quantization): CatalogueRecord => ({
  ...common,
  id: `DeepSeek-R1-Distill-Qwen-1.5B-${quantization}-MLC`,
  name: 'R1 Distill Qwen 1.5B',
  quantization,
  weights: hubWeights(`DeepSeek-R1-Distill-Qwen-1.5B-${quantization}-MLC`),
  library: appLibrary(`DeepSeek-R1-Distill-Qwen-1.5B-${quantization}-MLC`),
  architecture: r1Qwen1_5B,
  licence: 'MIT (base: Apache-2.0)',
  template: 'r1-distill',
  figures: figuresOfQwen1_5B,
})

const qwen7B = (quantization: Quantization): CatalogueRecord => ({
  ...common,
  id: `DeepSeek-R1-Distill-Qwen-7B-${quantization}-MLC`,
  name: 'R1 Distill Qwen 7B',
  quantization,
  weights: hubWeights(`DeepSeek-R1-Distill-Qwen-7B-${quantization}-MLC`),
  library: appLibrary(`DeepSeek-R1-Distill-Qwen-7B-${quantization}-MLC`),
  architecture: r1Qwen7B,
  licence: 'MIT (base: Apache-2.0)',
  template: 'r1-distill',
  figures: figuresOfQwen7B,
})

const llama8B = (quantization: Quantization): CatalogueRecord => ({
  ...common,
  id: `DeepSeek-R1-Distill-Llama-8B-${quantization}-MLC`,
  name: 'R1 Distill Llama 8B',
  quantization,
  weights: hubWeights(`DeepSeek-R1-Distill-Llama-8B-${quantization}-MLC`),
  library: appLibrary(`DeepSeek-R1-Distill-Llama-8B-${quantization}-MLC`),
  architecture: r1Llama8B,
  licence: 'MIT (base: Llama 3.1 Community License)',
  template: 'r1-distill',
  figures: figuresOfLlama8B,
})

/**
 * Not in WebLLM's list; people run MLC's weights as a custom record. Of a q4f32_1 build no mention was found:
 * where there is none the hub says so before anything is fetched.
 */
const r1_0528 = (quantization: Quantization): CatalogueRecord => ({
  ...common,
  id: `DeepSeek-R1-0528-Qwen3-8B-${quantization}-MLC`,
  name: 'R1-0528 Qwen3 8B',
  quantization,
  weights: hubWeights(`DeepSeek-R1-0528-Qwen3-8B-${quantization}-MLC`),
  library: appLibrary(`DeepSeek-R1-0528-Qwen3-8B-${quantization}-MLC`),
  architecture: qwen3_8B,
  licence: 'MIT',
  template: 'r1-0528',
  // The card asks for 64K tokens, twice what the distills were measured with.
  sampling: { ...r1Sampling, maxTokens: 65_536 },
  figures: figuresOf0528,
})

export const r1Records: readonly CatalogueRecord[] = [
  ...quantizations.map(qwen1_5B),
  ...quantizations.map(qwen7B),
  ...quantizations.map(llama8B),
  ...quantizations.map(r1_0528),
]
