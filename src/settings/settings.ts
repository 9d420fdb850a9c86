import * as v from 'valibot'

import type { ChatSettings } from '../chat/chat.ts'
import {
  formatSchema,
  modelIdSchema,
  samplingSchema,
  thinkingSchema,
} from '../chat/chatSettingsSchema.ts'
import { r1Sampling, type ModelId } from '../engine/engine.ts'

export const themes = ['system', 'light', 'dark'] as const
export const thoughtDisplays = ['follow', 'peek', 'closed'] as const

export const loopActions = ['offer', 'answer now'] as const

export interface Settings {
  readonly theme: (typeof themes)[number]
  /** How a live thought shows: open at its newest line, a few lines of it, or folded. */
  readonly thought: (typeof thoughtDisplays)[number]
  /** What happens when a thought goes round in circles; nothing by itself where it is not said. */
  readonly loops?: (typeof loopActions)[number] | undefined
  /** Single keys outside of text fields; on where it is not said. */
  readonly keys?: 'on' | 'off' | undefined
  /** What a new chat starts with. */
  readonly chat: ChatSettings
}

/** R1 asks for no system prompt (DeepSeek-R1 README, 2025-01). */
export const defaultSettings = (model: ModelId): Settings => ({
  theme: 'system',
  thought: 'follow',
  chat: { model, system: '', sampling: r1Sampling, thinking: { kind: 'free' } },
})

/** The stored shape, version 1. One wrong field makes the record broken, not the field. */
export const settingsSchema: v.GenericSchema<unknown, Settings> = v.object({
  theme: v.picklist(themes),
  thought: v.picklist(thoughtDisplays),
  loops: v.optional(v.picklist(loopActions)),
  keys: v.optional(v.picklist(['on', 'off'])),
  chat: v.object({
    model: modelIdSchema,
    system: v.string(),
    sampling: samplingSchema,
    thinking: thinkingSchema,
    format: v.optional(formatSchema),
    lens: v.optional(v.boolean()),
  }),
})
