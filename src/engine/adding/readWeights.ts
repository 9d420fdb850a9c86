import * as v from 'valibot'

import type { Architecture, CatalogueRecord } from '../catalogue/record.ts'
import { r1Sampling } from '../engine.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 24))

/** The part of MLC's `mlc-chat-config.json` that says what the model is. */
const chatConfigSchema = v.object({
  model_type: v.picklist(['qwen2', 'qwen3', 'llama'], 'is an architecture that cannot be run here'),
  quantization: v.string(),
  model_config: v.object({
    hidden_size: count,
    intermediate_size: count,
    num_hidden_layers: count,
    num_attention_heads: count,
    num_key_value_heads: count,
    head_dim: v.nullish(v.number()),
    vocab_size: count,
    tie_word_embeddings: v.nullish(v.boolean()),
    max_position_embeddings: v.nullish(v.number()),
    context_window_size: v.nullish(v.number()),
    prefill_chunk_size: v.nullish(v.number()),
  }),
  tokenizer_files: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[\w.-]+$/))), v.minLength(1)),
  conv_template: v.optional(v.union([v.string(), v.object({ name: v.optional(v.string()) })])),
})

/** MLC's list of shards; each is a plain name. */
const shardListSchema = v.object({
  records: v.pipe(
    v.array(
      v.object({
        dataPath: v.pipe(v.string(), v.regex(/^[\w-][\w.-]*$/)),
        nbytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
        records: v.optional(v.array(v.object({ name: v.string() })), []),
      }),
    ),
    v.minLength(1),
    v.maxLength(2_000),
  ),
})

export interface Weights {
  readonly architecture: Architecture
  readonly quantization: string
  readonly longestContext: number
  readonly template: CatalogueRecord['template']
  readonly sampling: CatalogueRecord['sampling']
  readonly tokenizerFiles: readonly string[]
  readonly shards: readonly { readonly name: string; readonly bytes: number }[]
  readonly bytes: number
}

export type WeightsReading =
  | { readonly kind: 'weights'; readonly weights: Weights }
  | { readonly kind: 'refused'; readonly why: string }

/** What a folder of MLC weights holds, from its two descriptions. */
export function readWeights(chatConfig: unknown, shardList: unknown): WeightsReading {
  const config = v.safeParse(chatConfigSchema, chatConfig)
  if (!config.success) return refuse('mlc-chat-config.json', config.issues[0])
  const list = v.safeParse(shardListSchema, shardList)
  if (!list.success) return refuse('tensor-cache.json', list.issues[0])
  const { model_type: kind, model_config: model, quantization } = config.output
  const tensors = list.output.records.flatMap(({ records }) => records.map(({ name }) => name))
  const has = (name: string): boolean => tensors.some((tensor) => tensor.includes(name))
  const shards = list.output.records.map(({ dataPath, nbytes }) => ({
    name: dataPath,
    bytes: nbytes,
  }))
  const weights: Weights = {
    architecture: {
      hidden: model.hidden_size,
      layers: model.num_hidden_layers,
      heads: model.num_attention_heads,
      kvHeads: model.num_key_value_heads,
      headSize:
        positive(model.head_dim) ?? Math.floor(model.hidden_size / model.num_attention_heads),
      intermediate: model.intermediate_size,
      vocabulary: model.vocab_size,
      // A config may leave these out; the tensors are there or not.
      hasTiedHead: tensors.length > 0 ? !has('lm_head') : (model.tie_word_embeddings ?? false),
      hasAttentionBias: kind === 'qwen2',
      hasQueryKeyNorm: kind === 'qwen3',
      prefillChunk: positive(model.prefill_chunk_size) ?? 1024,
    },
    quantization,
    longestContext:
      positive(model.max_position_embeddings) ?? positive(model.context_window_size) ?? 4096,
    template: templateOf(config.output),
    sampling: r1Sampling,
    tokenizerFiles: config.output.tokenizer_files,
    shards,
    bytes: shards.reduce((sum, { bytes }) => sum + bytes, 0),
  }
  return { kind: 'weights', weights }
}

/** MLC writes -1 where a setting is off. */
const positive = (value: number | null | undefined): number | undefined =>
  value !== null && value !== undefined && value >= 1 ? value : undefined

/** By the template's own name where it says DeepSeek; a Qwen3 without one is Qwen's. */
function templateOf(config: v.InferOutput<typeof chatConfigSchema>): CatalogueRecord['template'] {
  const { conv_template: template, model_type: kind } = config
  const name = typeof template === 'string' ? template : (template?.name ?? '')
  if (kind !== 'qwen3') return 'r1-distill'
  return name.startsWith('deepseek') ? 'r1-0528' : 'qwen3'
}

function refuse(file: string, issue: v.BaseIssue<unknown>): WeightsReading {
  const path = v.getDotPath(issue)
  return { kind: 'refused', why: `${file}: ${path === null ? '' : `${path}: `}${issue.message}` }
}
