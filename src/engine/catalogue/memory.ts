import type { Architecture, CatalogueRecord, Quantization } from './record.ts'

/** Bytes of one scale, activation or cached value. */
const valueBytes = (quantization: Quantization): number => (quantization.includes('f16') ? 2 : 4)

/** 32 weights share one scale (MLC's layouts of 3 and 4 bits). */
const groupSize = 32

/** Bytes of one weight of a table, its share of the scale included; `q0` is not quantized. */
function weightSize(quantization: Quantization): number {
  const bits = Number(quantization[1])
  const value = valueBytes(quantization)
  return bits === 0 ? value : bits / 8 + value / groupSize
}
/** Tokens of one page of the KV cache. */
const pageTokens = 16

/** Parameters by how they are stored: tables and projections in four bits, norms and biases whole. */
export function countParameters(a: Architecture): { quantized: number; whole: number } {
  const query = a.heads * a.headSize
  const keyValue = a.kvHeads * a.headSize
  const attention = a.hidden * (query + 2 * keyValue) + query * a.hidden
  const tables = a.vocabulary * a.hidden * (a.hasTiedHead ? 1 : 2)
  const norms = 2 * a.hidden + (a.hasQueryKeyNorm ? 2 * a.headSize : 0)
  const biases = a.hasAttentionBias ? query + 2 * keyValue : 0
  return {
    quantized: a.layers * (attention + 3 * a.hidden * a.intermediate) + tables,
    whole: a.layers * (norms + biases) + a.hidden,
  }
}

/** Bytes of the weights, on disk and on the device. */
export function weightBytes({ architecture, quantization }: CatalogueRecord): number {
  const { quantized, whole } = countParameters(architecture)
  return quantized * weightSize(quantization) + whole * valueBytes(quantization)
}

const cachedTokens = (context: number): number => Math.ceil(context / pageTokens) * pageTokens

/** Bytes of the KV cache of one layer, which is one buffer. */
function layerCacheBytes({ architecture: a, quantization }: CatalogueRecord, context: number) {
  return 2 * a.kvHeads * a.headSize * valueBytes(quantization) * cachedTokens(context)
}

/** Bytes of the KV cache. All of it is taken when the model loads, not as the chat grows. */
export const cacheBytes = (record: CatalogueRecord, context: number): number =>
  record.architecture.layers * layerCacheBytes(record, context)

/** Bytes that a step computes in. */
const workingBytes = (record: CatalogueRecord): number =>
  isOwnLibrary(record) ? ownWorkingBytes(record) : publishedWorkingBytes(record)

const isOwnLibrary = ({ library, weights }: CatalogueRecord): boolean =>
  library.kind === 'app' || weights.kind === 'app'

/**
 * Our libraries compute the logits of a chunk's last token alone. What their prefill takes is read from the
 * compiled function: a row a token of the gate and up projections, and two more as wide as the widest
 * other; then the chunk's embedding. To that come the cache's own rows (query, key, value and two results of
 * attention) and the logits with what sampling makes of them.
 */
function ownWorkingBytes({ architecture: a, quantization }: CatalogueRecord): number {
  const query = a.heads * a.headSize
  const keyValue = 2 * a.kvHeads * a.headSize
  const widest = Math.max(a.intermediate, query + keyValue, a.hidden)
  const row = 2 * a.intermediate + 2 * widest + a.hidden + (3 * query + keyValue)
  return a.prefillChunk * row * valueBytes(quantization) + 5 * a.vocabulary * 4
}

/**
 * A bound, not a sum of what is known: WebLLM's own list less weights and cache leaves 480 to 670 MB for each
 * Qwen, about the logits of one prefill chunk (622 MB). For the Llama its figure is less than weights and
 * cache alone, so ours is larger there.
 */
const publishedWorkingBytes = ({ architecture }: CatalogueRecord): number =>
  architecture.prefillChunk * architecture.vocabulary * 4

export interface MemoryNeed {
  readonly weights: number
  readonly cache: number
  readonly working: number
  readonly total: number
}

export function memoryNeed(record: CatalogueRecord, context: number): MemoryNeed {
  const weights = weightBytes(record)
  const cache = cacheBytes(record, context)
  const working = workingBytes(record)
  return { weights, cache, working, total: weights + cache + working }
}

/** Largest single buffer: the embedding table, the widest projection, or the cache of a layer. */
export function largestBuffer(record: CatalogueRecord, context: number): number {
  const { vocabulary, hidden, intermediate } = record.architecture
  // The scales lie in a tensor of their own.
  const bits = Number(record.quantization[1])
  const weight = bits === 0 ? valueBytes(record.quantization) : bits / 8
  const table = vocabulary * hidden * weight
  // Gate and up projection lie in one tensor.
  const projection = 2 * intermediate * hidden * weight
  return Math.max(table, projection, layerCacheBytes(record, context))
}

export interface DownloadSize {
  readonly bytes: number
  readonly source: 'stated' | 'computed'
}

/** What loading fetches. Computed sizes are of the weights: tokenizer and library add some megabytes. */
export const downloadSize = (record: CatalogueRecord): DownloadSize =>
  record.statedDownloadBytes === undefined
    ? { bytes: weightBytes(record), source: 'computed' }
    : { bytes: record.statedDownloadBytes, source: 'stated' }
