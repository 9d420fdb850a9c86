import { expect, test } from 'vitest'

import { createIncoming, type Incoming } from '../../../src/app/incoming.ts'
import { sharedToFile } from '../../../src/chat/sharedChat.ts'
import { presetsToFile } from '../../../src/presets/presetFile.ts'
import { chatSettings } from '../../fakes/conversations.ts'

async function open(content: BlobPart, size?: number): Promise<Incoming> {
  const incoming = createIncoming(
    {
      fragment: () => '',
      push: () => undefined,
      replace: () => undefined,
      onMove: () => undefined,
    },
    () => '',
    () => chatSettings,
  )
  const file = new Blob([content])
  await incoming.openFile({
    size: size ?? file.size,
    arrayBuffer: async () => file.arrayBuffer(),
  })
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

test('a backup and the export of another app wait for a yes', async () => {
  expect(await open('{"ponder":"backup","v":1,"records":[]}')).toMatchObject({ kind: 'library' })
  expect(await open('{"messages":[{"role":"user","content":"Why?"}]}')).toMatchObject({
    kind: 'library',
  })
})

test.each([
  ['a backup of a version to come', '{"ponder":"backup","v":2}'],
  ['a file of a kind to come', '{"ponder":"journey","v":1}'],
])('%s is not called damaged: a newer version reads it', async (_, text) => {
  expect(await open(text)).toMatchObject({
    kind: 'refused',
    reason: expect.stringMatching(/newer version.*reload this page to get that version/),
  })
})

test.each<[string, BlobPart, RegExp]>([
  ['that is a cut off backup', new Uint8Array([0x1f, 0x8b, 8, 0, 0]), /damaged or cut off/],
  ['of something else', '{}', /no presets of Ponder/],
  ['that is cut off', '{"ponder":"chat","v":1', /damaged.*Ask for it again/],
])('a file %s is refused in words', async (_, text, words) => {
  expect(await open(text)).toMatchObject({ kind: 'refused', reason: expect.stringMatching(words) })
})

test('a file that is too large is not even read', async () => {
  expect(await open('', 2 ** 30)).toMatchObject({ reason: expect.stringMatching(/256 MB/) })
  expect(await open('{}', 9 * 2 ** 20)).toMatchObject({ reason: expect.stringMatching(/8 MB/) })
})
