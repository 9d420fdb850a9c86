import * as v from 'valibot'

/** What a library says about itself: the JSON of its sidecar and of its custom section, format 1. */
const figure = v.optional(v.nullable(v.number()))

const metadataSchema = v.object({
  version: v.number(),
  model_type: v.string(),
  quantization: v.string(),
  prefill_chunk_size: v.pipe(v.number(), v.integer(), v.minValue(1)),
  architecture: v.object({
    hidden_size: figure,
    intermediate_size: figure,
    num_hidden_layers: figure,
    num_attention_heads: figure,
    num_key_value_heads: figure,
    head_dim: figure,
    vocab_size: figure,
    rms_norm_eps: figure,
    rope_theta: figure,
    rope_scaling: v.optional(v.nullable(v.record(v.string(), v.union([v.number(), v.string()])))),
    tie_word_embeddings: v.optional(v.boolean()),
    attention_bias: v.optional(v.boolean()),
    query_key_norm: v.optional(v.boolean()),
  }),
})

export type LibraryMetadata = v.InferOutput<typeof metadataSchema>

const sectionName = 'ponder.metadata'

/**
 * The figures that a library carries in its first custom section; undefined when it carries none, as those
 * of MLC do not. Only the first bytes are looked at.
 */
export function readLibraryMetadata(library: ArrayBuffer): LibraryMetadata | undefined {
  const bytes = new Uint8Array(library)
  // Eight bytes of magic and version, then a section: its kind, its size, and for a custom one its name.
  if (bytes[8] !== 0) return undefined
  const size = readLength(bytes, 9)
  const nameSize = size === undefined ? undefined : readLength(bytes, size.next)
  if (size === undefined || nameSize === undefined) return undefined
  const nameEnd = nameSize.next + nameSize.value
  const text = new TextDecoder()
  if (text.decode(bytes.subarray(nameSize.next, nameEnd)) !== sectionName) return undefined
  return parseMetadata(text.decode(bytes.subarray(nameEnd, size.next + size.value)))
}

/** Undefined when the text is no metadata, or of a shape that nobody here knows. */
export function parseMetadata(text: string): LibraryMetadata | undefined {
  try {
    const read = v.safeParse(metadataSchema, JSON.parse(text))
    return read.success ? read.output : undefined
  } catch {
    return undefined
  }
}

/** A LEB128 number of WebAssembly, and where the bytes after it begin. */
function readLength(
  bytes: Uint8Array,
  at: number,
): { readonly value: number; readonly next: number } | undefined {
  let value = 0
  for (let index = 0; index < 5; index += 1) {
    const byte = bytes[at + index]
    if (byte === undefined) return undefined
    value += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return { value, next: at + index + 1 }
  }
  return undefined
}
