import * as v from 'valibot'

/** `mlc-chat-config.json` of the weights, as far as it is looked at. */
const chatConfigSchema = v.object({
  model_type: v.string(),
  quantization: v.optional(v.string()),
  vocab_size: v.optional(v.nullable(v.number())),
  context_window_size: v.optional(v.nullable(v.number())),
  model_config: v.optional(v.record(v.string(), v.unknown()), {}),
  conv_template: v.optional(v.unknown()),
})

export type ChatConfig = v.InferOutput<typeof chatConfigSchema>

/** Undefined when the value is no such config. */
export function readChatConfig(value: unknown): ChatConfig | undefined {
  const read = v.safeParse(chatConfigSchema, value)
  return read.success ? read.output : undefined
}

/**
 * A figure that the config states: a number above zero. MLC's converters write 0 or null for "worked out
 * from the others", so those and a missing key state nothing.
 */
export function statedNumber(config: ChatConfig, name: string): number | undefined {
  const value = config.model_config[name] ?? (config as Readonly<Record<string, unknown>>)[name]
  return typeof value === 'number' && value > 0 ? value : undefined
}

export function statedFlag(config: ChatConfig, name: string): boolean | undefined {
  const value = config.model_config[name]
  return typeof value === 'boolean' ? value : undefined
}
