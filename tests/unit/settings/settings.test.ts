import * as v from 'valibot'
import { expect, test } from 'vitest'

import { defaultSettings, settingsSchema } from '../../../src/settings/settings.ts'
import { createSettingsStore } from '../../../src/settings/settingsStore.ts'

const settings = defaultSettings('ponder-nano')

test('a first start asks R1 as its makers do: no system prompt, a fresh seed each time', () => {
  expect(settings.chat).toEqual({
    model: 'ponder-nano',
    system: '',
    sampling: { temperature: 0.6, topP: 0.95, maxTokens: 32_768 },
    thinking: { kind: 'free' },
  })
})

test('what the app starts with is what the disk takes', () => {
  expect(v.parse(settingsSchema, settings)).toEqual(settings)
})

test.each([
  { ...settings, theme: 'pink' },
  { ...settings, thought: undefined },
  { ...settings, chat: { ...settings.chat, model: '' } },
  { ...settings, chat: { ...settings.chat, thinking: { kind: 'budget', tokens: 0 } } },
  { ...settings, chat: { ...settings.chat, sampling: { temperature: '0.6' } } },
])('one wrong field refuses the whole: %j', (wrong) => {
  expect(v.is(settingsSchema, wrong)).toBe(false)
})

test('a change touches its own field and tells those who listen', () => {
  const store = createSettingsStore(settings)
  const heard: string[] = []
  store.subscribe(({ theme }) => heard.push(theme))
  store.change({ theme: 'dark' })
  expect(store.getState()).toEqual({ ...settings, theme: 'dark' })
  expect(store.getState().chat).toBe(settings.chat)
  expect(heard).toEqual(['dark'])
})
