import { expect, test } from 'vitest'

import { createChat, type ChatSettings } from '../../../src/chat/chat.ts'
import { chatToPreset } from '../../../src/chat/chatToPreset.ts'
import { presetToChat } from '../../../src/chat/presetToChat.ts'
import { contentOf } from '../../../src/presets/preset.ts'
import { formToPreset, presetToForm } from '../../../src/presets/presetForm.ts'
import { readPreset } from '../../../src/presets/presetSchema.ts'

const settings: ChatSettings = {
  model: 'nano',
  system: '',
  sampling: { temperature: 0.3, topP: 0.9, maxTokens: 500, seed: 7 },
  thinking: { kind: 'budget', tokens: 64 },
  format: { kind: 'choices', choices: ['yes', 'no'] },
}
const beginning = { kind: 'thought', text: 'First,' } as const
const chat = { ...createChat('a', 1, settings), title: 'Is it so?', beginning }

test('a preset from a chat is asked with what the chat was asked with', () => {
  const preset = chatToPreset(chat, 'Is it so?')
  expect(preset.name).toBe('Is it so?')
  const own: ChatSettings = {
    model: 'other',
    system: 'Be brief.',
    sampling: { temperature: 1, topP: 1, maxTokens: 9 },
    thinking: { kind: 'free' },
  }
  const start = presetToChat(preset, { values: new Map(), own, isKnownModel: () => true })
  expect(start).toEqual({ title: 'Is it so?', text: 'Is it so?', settings, beginning })
})

test('it passes the door, and its form, as it is', () => {
  const preset = contentOf(chatToPreset(chat, 'Is it so?'))
  const whole = { kind: 'read', content: preset, notes: [] }
  expect(readPreset(preset)).toEqual(whole)
  expect(formToPreset(presetToForm(preset), preset)).toEqual(whole)
})

test('a chat that nobody has named yet gives its preset no name', () => {
  expect(chatToPreset(createChat('a', 1, settings), '').name).toBe('')
})
