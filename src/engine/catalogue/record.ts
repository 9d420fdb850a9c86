import * as v from 'valibot'

/**
 * One model build that a person may load: of our own list, of a foreign manifest, added by address or from a
 * folder. All pass the same schema, so the shape is the schema's.
 */
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 24))
const text = v.pipe(v.string(), v.nonEmpty(), v.maxLength(400))
const wasmFile = v.pipe(v.string(), v.regex(/^[\w-][\w.-]*\.wasm$/))

/** An address that a browser may fetch: encrypted, or of this machine. */
const address = v.pipe(
  v.string(),
  v.maxLength(1000),
  v.regex(/^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)[:/])/),
  v.url(),
)

const architectureSchema = v.pipe(
  v.object({
    hidden: count,
    layers: count,
    heads: count,
    kvHeads: count,
    headSize: count,
    intermediate: count,
    vocabulary: count,
    /** Whether the head is the embedding table used a second time. */
    hasTiedHead: v.boolean(),
    /** Query, key and value have biases (Qwen2). */
    hasAttentionBias: v.boolean(),
    /** Query and key are normed by head (Qwen3). */
    hasQueryKeyNorm: v.boolean(),
    /** Tokens that the library reads at once. */
    prefillChunk: count,
  }),
  v.check((a) => a.heads % a.kvHeads === 0, 'The heads cannot share the KV heads evenly.'),
)

const commit = /^[0-9a-f]{40}$/

/** Where the weights, their config and their tokenizer live. */
const weightsSchema = v.variant('kind', [
  /** A folder of this app, described by the manifest in it; the path is from the page's address. */
  v.object({ kind: v.literal('app'), manifest: v.pipe(v.string(), v.regex(/^[\w./-]+\.json$/)) }),
  v.pipe(
    v.object({
      kind: v.literal('hub'),
      repository: v.pipe(v.string(), v.regex(/^[\w-][\w.-]*\/[\w-][\w.-]*$/)),
      revision: v.pipe(v.string(), v.regex(/^(main|[0-9a-f]{40})$/)),
      /** A branch can change under us; only a commit is the same files for ever. */
      isPinned: v.boolean(),
    }),
    v.check((w) => w.isPinned === commit.test(w.revision), 'Pinned means a commit, and no branch.'),
  ),
  /** A folder anywhere; `mlc-chat-config.json` lies in it. */
  v.object({ kind: v.literal('url'), folder: address }),
  /** Imported from a folder of the person's: in the caches of this browser and nowhere else. */
  v.object({ kind: v.literal('local') }),
])

const librarySchema = v.variant('kind', [
  /** Compiled for this model by `npm run model:libraries`, at `models/libraries/` of this app. */
  v.object({ kind: v.literal('app'), file: wasmFile }),
  /** Beside the weights. */
  v.object({ kind: v.literal('folder'), file: wasmFile }),
  v.object({ kind: v.literal('url'), url: address }),
])

export const recordSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[\w.-]{1,120}$/)),
  name: text,
  /** What it is for, in a sentence or two. */
  description: v.optional(text),
  role: v.picklist(['reasoning', 'comparison', 'embedded']),
  /** MLC's name: bits of a weight, type of an activation, layout. */
  quantization: v.pipe(v.string(), v.regex(/^q[0348]f(16|32)(_[0-2])?$/)),
  weights: weightsSchema,
  library: librarySchema,
  architecture: architectureSchema,
  /** Tokens of context that the model was trained for. */
  longestContext: count,
  /** Only where a source says it; else it is computed from the architecture. */
  statedDownloadBytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  licence: text,
  template: v.picklist(['r1-distill', 'r1-0528', 'qwen3']),
  sampling: v.object({
    temperature: v.pipe(v.number(), v.minValue(0), v.maxValue(2)),
    topP: v.pipe(v.number(), v.gtValue(0), v.maxValue(1)),
    maxTokens: count,
  }),
  figures: v.array(
    v.object({ benchmark: text, value: v.pipe(v.number(), v.finite()), source: text }),
  ),
})

export type CatalogueRecord = v.InferOutput<typeof recordSchema>
export type Architecture = CatalogueRecord['architecture']
export type Quantization = CatalogueRecord['quantization']
export type CardFigure = CatalogueRecord['figures'][number]
export type TemplateName = CatalogueRecord['template']
