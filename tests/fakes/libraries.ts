import * as fc from 'fast-check'

import type { Chat } from '../../src/chat/chat.ts'
import { isEmptyDraft } from '../../src/chat/draft.ts'
import type { Message } from '../../src/chat/message.ts'
import type { Preset } from '../../src/presets/preset.ts'
import { chatToRecord } from '../../src/storage/chatRecord.ts'
import type { Entry } from '../../src/storage/database.ts'
import { draftToRecord, unsentToRecord } from '../../src/storage/draftRecord.ts'
import {
  chatKey,
  draftKey,
  messageKey,
  presetKey,
  settingsKey,
  timingKey,
  unsentKey,
} from '../../src/storage/keys.ts'
import { messageToRecord } from '../../src/storage/messageRecord.ts'
import { presetToRecord } from '../../src/storage/presetRecord.ts'
import { settingsToRecord } from '../../src/storage/settingsRecord.ts'
import { timingToRecord } from '../../src/storage/timingRecord.ts'
import {
  answerArbitrary,
  chatArbitrary,
  draftArbitrary,
  idArbitrary,
  questionArbitrary,
  settingsArbitrary,
  unsentArbitrary,
} from './arbitraries.ts'
import { chatSettings, fakeAnswer, fakeQuestion } from './conversations.ts'

const messagesArbitrary = fc.uniqueArray(fc.oneof(questionArbitrary, answerArbitrary), {
  maxLength: 4,
  selector: ({ id }) => id,
})

const presetArbitrary: fc.Arbitrary<Preset> = fc.record({
  id: idArbitrary,
  updatedAt: fc.integer(),
  name: fc.stringMatching(/^[a-z]{1,20}$/),
  question: fc.string({ unit: 'binary', maxLength: 40 }),
})

const chatWithAll = fc.record({
  chat: chatArbitrary,
  messages: messagesArbitrary,
  draft: fc.option(draftArbitrary),
  timed: fc.boolean(),
})

/** Everything that a person may have on a disk, as its records. */
export const libraryArbitrary: fc.Arbitrary<readonly Entry[]> = fc
  .record({
    chats: fc.uniqueArray(chatWithAll, { maxLength: 4, selector: ({ chat }) => chat.id }),
    presets: fc.uniqueArray(presetArbitrary, { maxLength: 3, selector: ({ id }) => id }),
    settings: settingsArbitrary,
    unsent: fc.option(unsentArbitrary),
  })
  .map(({ chats, presets, settings, unsent }) => [
    ...chats.flatMap(({ chat, messages, draft, timed }) => [
      ...chatEntries(
        chat,
        messages.map((message) => ({ ...message, chatId: chat.id })),
        timed,
      ),
      ...(draft === null || isEmptyDraft(draft)
        ? []
        : [{ key: draftKey(chat.id), value: draftToRecord(chat.id, draft) }]),
    ]),
    ...presets.map((preset) => ({ key: presetKey(preset.id), value: presetToRecord(preset) })),
    { key: settingsKey, value: settingsToRecord(settings) },
    ...(unsent === null ? [] : [{ key: unsentKey, value: unsentToRecord(unsent) }]),
  ])

const timing = [{ given: 0, characters: [1, 2, 3], ms: [10, 20, 30] }]

const chatEntries = (
  chat: Chat,
  messages: readonly Message[],
  isTimed = false,
): readonly Entry[] => [
  { key: chatKey(chat.id), value: chatToRecord(chat) },
  ...messages.flatMap((message) => [
    { key: messageKey(chat.id, message.id), value: messageToRecord(message) },
    ...(isTimed
      ? [
          {
            key: timingKey(chat.id, message.id),
            value: timingToRecord({ chatId: chat.id, id: message.id, timing }),
          },
        ]
      : []),
  ]),
]

/** So many chats of one turn, with so many words of thought in all. */
export function largeLibrary(chats: number, words: number): readonly Entry[] {
  const thought = 'think '.repeat(Math.ceil(words / chats))
  return Array.from({ length: chats }, (_, at) => {
    const id = `chat-${at}`
    const chat: Chat = {
      ...chatSettings,
      id,
      title: `Chat ${at}`,
      titledBy: 'question',
      createdAt: at,
      updatedAt: at,
      chosen: new Map(),
    }
    return chatEntries(chat, [
      fakeQuestion({ id: `q${at}`, chatId: id }),
      fakeAnswer({
        id: `a${at}`,
        chatId: id,
        parent: `q${at}`,
        parts: [
          { kind: 'reasoning', text: `${at} ${thought}`, marks: [{ kind: 'edited', at: 3 }] },
          { kind: 'answer', text: '4', marks: [] },
        ],
      }),
    ])
  }).flat()
}
