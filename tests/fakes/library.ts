import { createChat } from '../../src/chat/chat.ts'
import { smallPresets } from '../../src/presets/builtinPresets.ts'
import { defaultSettings } from '../../src/settings/settings.ts'
import { draftToRecord, unsentToRecord } from '../../src/storage/draftRecord.ts'
import { journalToRecord } from '../../src/storage/journalRecord.ts'
import { draftKey, journalKey, presetKey, settingsKey, unsentKey } from '../../src/storage/keys.ts'
import { messageToRecord } from '../../src/storage/messageRecord.ts'
import { presetToRecord } from '../../src/storage/presetRecord.ts'
import { settingsToRecord } from '../../src/storage/settingsRecord.ts'
import { chatEntries } from './chatEntries.ts'
import { chatSettings, fakeAnswer, fakeQuestion, part } from './conversations.ts'

/** Records of every kind, as a used app has them: chats, drafts, presets, settings, replies under way. */
export function createLibrary(chats: number): ReadonlyMap<string, unknown> {
  const records = new Map<string, unknown>([
    [settingsKey, settingsToRecord(defaultSettings('ponder-nano'))],
    [unsentKey, unsentToRecord({ ...chatSettings, text: 'Half a question' })],
  ])
  const [content] = smallPresets
  if (content !== undefined)
    records.set(presetKey('p1'), presetToRecord({ ...content, id: 'p1', updatedAt: 1 }))
  for (let number = 1; number <= chats; number += 1) addChat(records, number)
  return records
}

function addChat(records: Map<string, unknown>, number: number): void {
  const chatId = `chat${number}`
  const title = `Chat ${number}`
  if (number % 3 === 0)
    records.set(draftKey(chatId), draftToRecord(chatId, { text: title, edits: new Map() }))
  const base = { chatId, createdAt: number }
  const [q1, a1, q2, a2] = ['q1', 'a1', 'q2', 'a2'].map((id) => `${chatId}-${id}`) as [
    string,
    string,
    string,
    string,
  ]
  const parts = [part('reasoning', `Thought ${number}\n`), part('answer', `\n\nAnswer ${number}`)]
  const open = fakeAnswer({
    ...base,
    createdAt: number + 2,
    id: a2,
    parent: q2,
    ending: { kind: 'open' },
  })
  const chat = createChat(chatId, number, chatSettings)
  for (const { key, value } of chatEntries({ ...chat, title, titledBy: 'person' }, [
    fakeQuestion({ ...base, id: q1, text: `First of ${number}` }),
    fakeAnswer({ ...base, id: a1, parent: q1, parts }),
    fakeQuestion({ ...base, createdAt: number + 1, id: q2, parent: a1, text: 'Second' }),
    open,
  ]))
    records.set(key, value)
  if (number % 2 === 0) return
  // It was being written when the app died.
  const answer = messageToRecord(open)
  records.set(
    journalKey(a2, 'run', 0),
    journalToRecord({ kind: 'head', at: number, chatId, answer }),
  )
  for (const at of [1, 2, 3])
    records.set(
      journalKey(a2, 'run', at),
      journalToRecord({
        kind: 'entries',
        entries: [{ kind: 'tokens', text: `w${at} `, at: [at] }],
      }),
    )
}
