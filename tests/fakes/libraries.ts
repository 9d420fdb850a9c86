import * as fc from 'fast-check'

import { createChat } from '../../src/chat/chat.ts'
import { isEmptyDraft } from '../../src/chat/draft.ts'
import type { Message } from '../../src/chat/message.ts'
import type { Preset } from '../../src/presets/preset.ts'
import type { Entry } from '../../src/storage/database.ts'
import { draftToRecord, unsentToRecord } from '../../src/storage/draftRecord.ts'
import { draftKey, presetKey, settingsKey, timingKey, unsentKey } from '../../src/storage/keys.ts'
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
import { chatEntries } from './chatEntries.ts'
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

const chatWithAll = fc
  .record({
    chat: chatArbitrary,
    messages: messagesArbitrary,
    draft: fc.option(draftArbitrary),
    timed: fc.boolean(),
  })
  .map(({ messages, ...rest }) => ({
    ...rest,
    messages: messages.map((message) => ({ ...message, chatId: rest.chat.id })),
  }))

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
      ...chatEntries(chat, messages),
      ...(timed ? messages.map(timingEntry) : []),
      ...(draft === null || isEmptyDraft(draft)
        ? []
        : [{ key: draftKey(chat.id), value: draftToRecord(chat.id, draft) }]),
    ]),
    ...presets.map((preset) => ({ key: presetKey(preset.id), value: presetToRecord(preset) })),
    { key: settingsKey, value: settingsToRecord(settings) },
    ...(unsent === null ? [] : [{ key: unsentKey, value: unsentToRecord(unsent) }]),
  ])

const timing = [{ given: 0, characters: [1, 2, 3], ms: [10, 20, 30] }]

const timingEntry = ({ chatId, id }: Message): Entry => ({
  key: timingKey(chatId, id),
  value: timingToRecord({ chatId, id, timing }),
})

/** So many chats of one turn, with so many words of thought in all. */
export function largeLibrary(chats: number, words: number): readonly Entry[] {
  const thought = 'think '.repeat(Math.ceil(words / chats))
  return Array.from({ length: chats }, (_, at) => {
    const id = `chat-${at}`
    const chat = { ...createChat(id, at, chatSettings), title: `Chat ${at}` }
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
