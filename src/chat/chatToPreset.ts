import type { PresetContent } from '../presets/preset.ts'
import { limits } from '../presets/presetSchema.ts'
import type { Chat } from './chat.ts'
import { untitled } from './chatTitle.ts'

/** What a chat is asked with and its first question, as a preset that is not kept yet. */
export function chatToPreset(chat: Chat, question: string): PresetContent {
  const { title, model, system, sampling, thinking, format, beginning } = chat
  return {
    name: title === untitled ? '' : title.slice(0, limits.name),
    question,
    // Also when it is empty: the chat was asked without one, whatever its reader's own is.
    system,
    beginning,
    model,
    sampling,
    thinking,
    answer: format,
  }
}
