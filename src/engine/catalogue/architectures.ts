import type { Architecture } from './record.ts'

/**
 * Figures of each model, from memory of the published configs. They size memory here; what may run is
 * decided by the loader, which compares a library with the weights' own config.
 */
const qwen2 = { hasTiedHead: false, hasAttentionBias: true, hasQueryKeyNorm: false } as const
const llama = { hasTiedHead: false, hasAttentionBias: false, hasQueryKeyNorm: false } as const
const qwen3 = { hasTiedHead: false, hasAttentionBias: false, hasQueryKeyNorm: true } as const
const tied = { hasTiedHead: true } as const
/** "cs1k" in the names of WebLLM's libraries. */
const sizes = { headSize: 128, prefillChunk: 1024 } as const

const shape = (
  hidden: number,
  layers: number,
  heads: number,
  kvHeads: number,
  intermediate: number,
  vocabulary: number,
) => ({ ...sizes, hidden, layers, heads, kvHeads, intermediate, vocabulary })

export const nanoArchitecture: Architecture = {
  ...shape(256, 4, 4, 2, 640, 768),
  ...qwen2,
  ...tied,
  headSize: 64,
  prefillChunk: 256,
}

export const r1Qwen1_5B: Architecture = { ...shape(1536, 28, 12, 2, 8960, 151_936), ...qwen2 }
export const r1Qwen7B: Architecture = { ...shape(3584, 28, 28, 4, 18_944, 152_064), ...qwen2 }
export const r1Llama8B: Architecture = { ...shape(4096, 32, 32, 8, 14_336, 128_256), ...llama }

export const qwen3_0_6B: Architecture = {
  ...shape(1024, 28, 16, 8, 3072, 151_936),
  ...qwen3,
  ...tied,
}
export const qwen3_1_7B: Architecture = {
  ...shape(2048, 28, 16, 8, 6144, 151_936),
  ...qwen3,
  ...tied,
}
export const qwen3_4B: Architecture = {
  ...shape(2560, 36, 32, 8, 9728, 151_936),
  ...qwen3,
  ...tied,
}
/** R1-0528-Qwen3-8B has this shape too; only its RoPE differs. */
export const qwen3_8B: Architecture = { ...shape(4096, 36, 32, 8, 12_288, 151_936), ...qwen3 }
