import { expect, test } from 'vitest'

import { pathTo } from '../../../src/chat/messageTree.ts'
import { conversationOf } from '../../../src/chat/chatState.ts'
import { keepCopy } from '../../../src/chat/keepCopy.ts'
import { presetToChat } from '../../../src/chat/presetToChat.ts'
import {
  readShared,
  readSharedFile,
  readSharedLink,
  sharedToFile,
  sharedToFragment,
} from '../../../src/chat/sharedChat.ts'
import { shareChat } from '../../../src/chat/sharedTurns.ts'
import { chatSettings } from '../../fakes/conversations.ts'
import { testChats } from '../../fakes/testChats.ts'

const shared = {
  title: 'Sums',
  turns: [
    { question: '2 + 2?', thought: 'Well.', answer: '4', model: 'ponder-nano', isWhole: true },
    { question: 'And 3?', thought: 'Hm', answer: '', model: 'ponder-nano', isWhole: false },
    { question: 'Why?', thought: '', answer: '', model: '', isWhole: false },
  ],
}

/** As people have sent it. It never changes, and opens for ever. */
const pinned =
  '1.hc27CgIxFEXRXwmnNVqMVmnEzt4ixWARyNUEkhvNA5Fh_l2mM4pYb1h7QvU1EBROLRZI1Ja5QI0T7o1K9YmhMIiVGPZLdaldXYWCphA2kDBcHpShsINETJYCFG6JLeU1G06Q8EW7tDxqbjTLTj6wFdtePsZ39r96MaF8sto9e_QH-e2c5xc'

test('a shared chat of version 1 opens', async () => {
  expect(await readSharedLink(pinned)).toEqual({ kind: 'read', shared, notes: [] })
})

test('a chat comes out of its link and out of its file as it went in', async () => {
  const fragment = await sharedToFragment(shared)
  expect(await readSharedLink(fragment.slice(3))).toEqual({ kind: 'read', shared, notes: [] })
  expect(readSharedFile(JSON.parse(sharedToFile(shared)))).toEqual({
    kind: 'read',
    shared,
    notes: [],
  })
})

test('what is shared of a chat is its words, and nothing of its settings', async () => {
  const given = testChats()
  given.chats.changeSettings(given.openId(), { system: 'secret' })
  const last = await given.converse('2 + 2?')
  const conversation = conversationOf(given.chats.getState(), given.openId())
  const path = pathTo(conversation?.tree ?? new Map(), last)
  const found = shareChat('Sums', path)
  expect(found).toMatchObject({ turns: [{ question: '2 + 2?', thought: 'Well.', answer: '4' }] })
  expect(JSON.stringify(found)).not.toContain('secret')
})

test.each([
  [null],
  [{ title: 'x', turns: [] }],
  [{ title: 'x', turns: [{ answer: 'y' }] }],
  [{ title: 'x'.repeat(301), turns: [{ question: 'y' }] }],
])('%j is refused', (value) => {
  expect(readShared(value)).toMatchObject({ kind: 'refused' })
})

test('a file of a newer version says so, and one of something else is left to others', () => {
  expect(readSharedFile({ ponder: 'chat', v: 2, chat: {} })).toMatchObject({
    reason: expect.stringMatching(/newer/),
  })
  expect(readSharedFile({ ponder: 'presets', v: 1, presets: [] })).toBeUndefined()
})

test('hidden characters of a shared chat are written out', () => {
  expect(readShared({ title: 'x', turns: [{ question: 'a\u202Eb' }] })).toMatchObject({
    shared: { turns: [{ question: 'a⟨U+202E⟩b' }] },
    notes: [expect.stringMatching(/One invisible character/)],
  })
})

test('a copy has new ids and one’s own settings, and can be asked on', async () => {
  let id = 0
  const given = testChats()
  const copy = keepCopy(shared, {
    createId: () => `copy${(id += 1)}`,
    at: 5000,
    own: chatSettings,
    templateOf: () => 'r1-distill',
  })
  given.chats.addCopy(copy)
  expect(given.openId()).toBe(copy.chat.id)
  expect(copy.chat).toMatchObject({ title: 'Sums', system: chatSettings.system })
  expect(given.shown()).toBe('copy2 copy3 copy4 copy5 copy6')
  await given.converse('Again?')
  expect(given.engine.asked[0]).toMatchObject({
    // A question that was broken off before is asked together with the next.
    question: 'And 3?\n\nAgain?',
    turns: [{ question: '2 + 2?' }],
  })
})

test('a preset fills in a chat of its own: nothing is sent, and what was typed elsewhere stays', () => {
  const given = testChats()
  const before = given.openId()
  given.chats.writeDraft(before, 'mine')
  const start = presetToChat(
    {
      name: 'Times',
      question: '{{a}} × 2?',
      model: 'unknown',
      sampling: { temperature: 0 },
      beginning: { kind: 'thought', text: 'So: ' },
    },
    { values: new Map([['a', '21']]), own: chatSettings, isKnownModel: () => false },
  )
  const id = given.chats.startChat(start)
  const state = given.chats.getState()
  expect(state.openChat).toBe(id)
  expect(state.drafts.get(id)?.text).toBe('21 × 2?')
  expect(state.drafts.get(before)?.text).toBe('mine')
  expect(state.unsent.id).toBe(before)
  expect(state.chats.get(id)).toMatchObject({
    title: 'Times',
    model: chatSettings.model,
    sampling: { ...chatSettings.sampling, temperature: 0 },
  })
  expect(given.engine.asked).toEqual([])
})

test.each([
  ['thought', { reasoning: 'So: ' }],
  ['answer', { reasoning: '\n', answer: '\n\nSo: ' }],
] as const)(
  'the %s that a preset begins is gone on from, in each version of its first answer',
  async (kind, prefix) => {
    const given = testChats()
    given.chats.startChat({
      title: 'x',
      text: '',
      settings: chatSettings,
      beginning: { kind, text: 'So: ' },
    })
    await given.converse('2 + 2?')
    given.chats.tryAgain(given.openId(), given.lastAnswer().id)
    await given.engine.whenAsked(2)
    given.engine.end()
    await given.chats.whenIdle()
    await given.converse('And 3?')
    expect(given.engine.asked.map((segment) => segment.prefix)).toEqual([
      prefix,
      prefix,
      { reasoning: '' },
    ])
  },
)
