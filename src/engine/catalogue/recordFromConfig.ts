import * as v from 'valibot'

import { r1Sampling } from '../engine.ts'
import {
  type ChatConfig,
  readChatConfig,
  statedFlag,
  statedNumber,
} from '../library/modelConfig.ts'
import { type CatalogueRecord, recordSchema, type TemplateName } from './record.ts'

/** What a config cannot say of a model that somebody adds. */
export interface AddedModel {
  readonly id: string
  readonly name: string
  readonly weights: CatalogueRecord['weights']
  readonly library: CatalogueRecord['library']
  /** The person's choice; else it is told from the config. */
  readonly template?: TemplateName | undefined
  readonly statedDownloadBytes?: number | undefined
}

export type RecordReading =
  | { readonly kind: 'record'; readonly record: CatalogueRecord }
  | { readonly kind: 'refused'; readonly why: string }

/** A record of a model that nobody foresaw, from the weights' own `mlc-chat-config.json`. */
export function recordFromConfig(added: AddedModel, chatConfig: unknown): RecordReading {
  const config = readChatConfig(chatConfig)
  if (config === undefined)
    return { kind: 'refused', why: 'Its mlc-chat-config.json cannot be read.' }
  const hidden = statedNumber(config, 'hidden_size')
  const heads = statedNumber(config, 'num_attention_heads')
  const type = config.model_type ?? ''
  const result = v.safeParse(recordSchema, {
    ...added,
    role: 'comparison',
    quantization: config.quantization,
    architecture: {
      hidden,
      layers: statedNumber(config, 'num_hidden_layers'),
      heads,
      kvHeads: statedNumber(config, 'num_key_value_heads') ?? heads,
      headSize: statedNumber(config, 'head_dim') ?? (hidden ?? 0) / (heads ?? 1),
      intermediate: statedNumber(config, 'intermediate_size'),
      vocabulary: statedNumber(config, 'vocab_size'),
      hasTiedHead: statedFlag(config, 'tie_word_embeddings') ?? false,
      hasAttentionBias: statedFlag(config, 'attention_bias') ?? type === 'qwen2',
      hasQueryKeyNorm: statedFlag(config, 'query_key_norm') ?? type === 'qwen3',
      prefillChunk: statedNumber(config, 'prefill_chunk_size') ?? 1024,
    },
    longestContext: longestContext(config),
    licence: 'Not stated; see where it comes from',
    template: added.template ?? guessTemplate(config),
    sampling: r1Sampling,
    figures: [],
  })
  if (result.success) return { kind: 'record', record: result.output }
  const [issue] = result.issues
  const path = v.getDotPath(issue)
  return { kind: 'refused', why: path === null ? issue.message : `${path}: ${issue.message}` }
}

const longestContext = (config: ChatConfig): number =>
  statedNumber(config, 'max_position_embeddings') ??
  statedNumber(config, 'context_window_size') ??
  4096

/** By the tokens that the config's own template speaks in; a person may know better. */
function guessTemplate({ conv_template, model_type }: ChatConfig): TemplateName {
  const words = JSON.stringify(conv_template ?? '')
  if (words.includes('<|im_start|>')) return 'qwen3'
  return model_type === 'qwen3' ? 'r1-0528' : 'r1-distill'
}
