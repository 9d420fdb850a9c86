import { expect, test } from 'vitest'

import { createIncoming, type Incoming } from '../../../src/app/incoming.ts'
import { sharedToFile } from '../../../src/chat/sharedChat.ts'
import { presetsToFile } from '../../../src/presets/presetFile.ts'

async function open(text: string, size = text.length): Promise<Incoming> {
  const incoming = createIncoming(
    {
      fragment: () => '',
      push: () => undefined,
      replace: () => undefined,
      onMove: () => undefined,
    },
    () => '',
  )
  await incoming.openFile({ size, text: async () => text })
  return incoming.state.getState()
}

const turn = { question: 'Why?', thought: 'Because', answer: 'So.', model: 'x', isWhole: true }
const preset = { name: 'x', question: 'y' }

test('a file opens by what is in it: a chat, a preset, or several', async () => {
  const shared = { title: 'Why?', turns: [turn] }
  expect(await open(sharedToFile(shared))).toEqual({
    kind: 'chat',
    source: 'file',
    shared,
    notes: [],
  })
  expect(await open(presetsToFile([preset]))).toMatchObject({ kind: 'preset', content: preset })
  expect(await open(presetsToFile([preset, preset]))).toMatchObject({
    kind: 'presets',
    contents: [preset, preset],
  })
})

test.each([
  ['a backup that says so', '{"ponder":"backup","v":1,"chats":[]}'],
  ['one that is compressed', new TextDecoder().decode(new Uint8Array([0x1f, 0x8b, 8, 0, 0]))],
])('%s is not called damaged: a newer version reads it', async (_, text) => {
  expect(await open(text)).toMatchObject({
    kind: 'refused',
    reason: expect.stringMatching(/backup.*reload this page to get that version/),
  })
})

test.each([
  ['of something else', '{}', /no presets of Ponder/],
  ['that is cut off', '{"ponder":"chat","v":1', /damaged.*Ask for it again/],
])('a file %s is refused in words', async (_, text, words) => {
  expect(await open(text)).toMatchObject({ kind: 'refused', reason: expect.stringMatching(words) })
})

test('a file that is too large is not even read', async () => {
  expect(await open('', 9 * 2 ** 20)).toMatchObject({ reason: expect.stringMatching(/8 MB/) })
})
