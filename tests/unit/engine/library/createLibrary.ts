/** A sidecar of format 1, as it is documented. */
export const sampleMetadata = {
  version: 1,
  model_type: 'qwen2',
  quantization: 'q4f32_1',
  prefill_chunk_size: 256,
  architecture: {
    hidden_size: 256,
    intermediate_size: 640,
    num_hidden_layers: 4,
    num_attention_heads: 4,
    num_key_value_heads: 2,
    head_dim: 64,
    vocab_size: 768,
    rms_norm_eps: 1e-6,
    rope_theta: 10_000,
    rope_scaling: null,
    tie_word_embeddings: true,
    attention_bias: true,
    query_key_norm: false,
  },
}

/** The shortest library that carries such figures: WebAssembly with one custom section. */
export function createLibrary(metadata: unknown, name = 'ponder.metadata', kind = 0): ArrayBuffer {
  const encoder = new TextEncoder()
  const nameBytes = encoder.encode(name)
  const content = [
    ...lengthOf(nameBytes.length),
    ...nameBytes,
    ...encoder.encode(JSON.stringify(metadata)),
  ]
  const magic = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
  return Uint8Array.from([...magic, kind, ...lengthOf(content.length), ...content]).buffer
}

/** LEB128. */
function lengthOf(value: number): readonly number[] {
  const low = value % 128
  return value < 128 ? [low] : [low + 128, ...lengthOf(Math.floor(value / 128))]
}
