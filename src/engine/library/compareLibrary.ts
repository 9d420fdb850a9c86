import type { LibraryMetadata } from './libraryMetadata.ts'
import { type ChatConfig, statedFlag, statedNumber } from './modelConfig.ts'

/** How a library and the weights get on. `words` names each difference with both figures. */
export type LibraryCheck =
  | { readonly kind: 'matches' }
  | { readonly kind: 'differs'; readonly words: string }

const numbers = [
  ['hidden_size', 'hidden size'],
  ['intermediate_size', 'inner size'],
  ['num_hidden_layers', 'layers'],
  ['num_attention_heads', 'attention heads'],
  ['num_key_value_heads', 'key and value heads'],
  ['head_dim', 'head size'],
  ['vocab_size', 'vocabulary'],
  ['rms_norm_eps', 'epsilon of the norms'],
  ['rope_theta', 'RoPE base'],
] as const

/**
 * Compares what a library was compiled for with the weights' own config; what a config does not state is
 * settled by the names of its tensors, or left. A wrong figure makes a model that thinks badly or not at
 * all, and nothing else would tell.
 */
export function compareLibrary(
  library: LibraryMetadata,
  config: ChatConfig,
  tensors: ReadonlySet<string>,
): LibraryCheck {
  if (library.version > 1)
    return {
      kind: 'differs',
      words: `The library says what it is in a later format, ${library.version}, than this app can read.`,
    }
  const differences = [
    differ('kind of model', library.model_type, config.model_type),
    differ('quantization', library.quantization, config.quantization),
    ...numbers.map(([name, words]) =>
      differ(words, library.architecture[name] ?? undefined, weightsNumber(config, name)),
    ),
    differ('RoPE scaling', ...ropeScalings(library, config)),
    ...flags(library, config, tensors).map(([words, has, needs]) => differ(words, has, needs)),
  ].filter((words) => words !== undefined)
  return differences.length === 0
    ? { kind: 'matches' }
    : { kind: 'differs', words: `The library was compiled for ${differences.join('; ')}.` }
}

type Figure = number | string | boolean | undefined

/** Two figures of which both are stated and that are not the same. */
function differ(words: string, library: Figure, weights: Figure): string | undefined {
  if (library === undefined || weights === undefined || isSame(library, weights)) return undefined
  return `${words} ${show(library)}, the weights are of ${show(weights)}`
}

/** Configs keep some figures in single precision. */
const isSame = (one: Figure, other: Figure): boolean =>
  typeof one === 'number' && typeof other === 'number'
    ? Math.abs(one - other) <= 1e-6 * Math.max(Math.abs(one), Math.abs(other))
    : one === other

const show = (figure: Figure): string => {
  if (typeof figure === 'boolean') return figure ? 'yes' : 'no'
  return typeof figure === 'number' && figure >= 1 ? figure.toLocaleString('en') : String(figure)
}

/** MLC's Llama calls its RoPE base otherwise. */
const weightsNumber = (config: ChatConfig, name: string): number | undefined =>
  statedNumber(config, name) ??
  (name === 'rope_theta' ? statedNumber(config, 'position_embedding_base') : undefined)

/** Without the key a config says nothing: MLC's Qwen has none even where the model was trained with YaRN. */
function ropeScalings(library: LibraryMetadata, config: ChatConfig): readonly [Figure, Figure] {
  const has = library.architecture.rope_scaling
  const stated = config.model_config['rope_scaling']
  if (has === undefined || stated === undefined) return [undefined, undefined]
  const needs =
    typeof stated === 'object' ? (stated as Readonly<Record<string, unknown>> | null) : null
  const libraryType = has === null ? 'none' : String(has['rope_type'] ?? 'none')
  const weightsType = needs === null ? 'none' : typeOf(needs)
  if (libraryType !== weightsType || has === null || needs === null)
    return [libraryType, weightsType]
  const other = Object.entries(has).find(
    ([name, value]) =>
      typeof value === 'number' && typeof needs[name] === 'number' && !isSame(value, needs[name]),
  )
  if (other === undefined) return [libraryType, weightsType]
  const [name, value] = other
  return [
    `${libraryType} with ${name} ${value}`,
    `${weightsType} with ${name} ${String(needs[name])}`,
  ]
}

function typeOf(scaling: Readonly<Record<string, unknown>>): string {
  const type = scaling['rope_type'] ?? scaling['type']
  return typeof type === 'string' && type !== 'default' ? type : 'none'
}

function flags(
  { architecture, model_type }: LibraryMetadata,
  config: ChatConfig,
  tensors: ReadonlySet<string>,
): readonly (readonly [string, boolean | undefined, boolean | undefined])[] {
  const has = (name: RegExp): boolean | undefined =>
    tensors.size === 0 ? undefined : [...tensors].some((tensor) => name.test(tensor))
  const isUntied = has(/(^|\.)lm_head\.(q_)?weight$/)
  return [
    [
      'a head shared with the embedding:',
      architecture.tie_word_embeddings,
      isUntied === undefined ? statedFlag(config, 'tie_word_embeddings') : !isUntied,
    ],
    [
      'biases of query, key and value:',
      architecture.attention_bias,
      has(/self_attn\.(c_attn|qkv_proj|q_proj)\.bias$/) ?? statedFlag(config, 'attention_bias'),
    ],
    [
      'norms of query and key:',
      architecture.query_key_norm ?? model_type === 'qwen3',
      has(/self_attn\.q_norm\.weight$/) ?? statedFlag(config, 'query_key_norm'),
    ],
  ]
}
