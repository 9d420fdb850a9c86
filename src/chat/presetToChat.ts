import type { AnswerFormat, Sampling } from '../engine/engine.ts'
import type { PresetContent, PresetSampling } from '../presets/preset.ts'
import { fillVariables } from '../presets/variables.ts'
import type { ChatSettings } from './chat.ts'
import type { ChatStart } from './chatStore.ts'

/** What a preset is used with. */
export interface PresetUse {
  /** Values of its variables. */
  readonly values: ReadonlyMap<string, string>
  /** The person's own settings: what the preset leaves out comes from here, and a model that is not known. */
  readonly own: ChatSettings
  readonly isKnownModel: (model: string) => boolean
}

/** A chat with the preset filled in. */
export function presetToChat(
  preset: PresetContent,
  { values, own, isKnownModel }: PresetUse,
): ChatStart {
  const { model } = preset
  return {
    title: preset.name,
    text: fillVariables(preset.question, values),
    settings: {
      model: model !== undefined && isKnownModel(model) ? model : own.model,
      system: preset.system ?? own.system,
      sampling: withSampling(own.sampling, preset.sampling),
      thinking: preset.thinking ?? own.thinking,
      ...withFormat(preset.answer ?? own.format),
    },
    beginning: preset.beginning,
  }
}

const withFormat = (format: AnswerFormat | undefined): { readonly format?: AnswerFormat } =>
  format === undefined ? {} : { format }

function withSampling(own: Sampling, preset: PresetSampling = {}): Sampling {
  return {
    temperature: preset.temperature ?? own.temperature,
    topP: preset.topP ?? own.topP,
    maxTokens: preset.maxTokens ?? own.maxTokens,
    seed: preset.seed ?? own.seed,
  }
}
