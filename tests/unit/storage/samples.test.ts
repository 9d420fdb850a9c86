import { readdirSync, readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { readLensRecord } from '../../../src/chat/lensRecord.ts'
import { lastBackupFormat, lastBackupToRecord } from '../../../src/storage/backup/lastBackup.ts'
import { chatFormat, chatToRecord } from '../../../src/storage/chatRecord.ts'
import {
  draftFormat,
  draftToRecord,
  unsentFormat,
  unsentToRecord,
} from '../../../src/storage/draftRecord.ts'
import { folderFormat, folderToRecord } from '../../../src/storage/folder/folderRecord.ts'
import { lensFormat, lensToRecord } from '../../../src/storage/lensRecord.ts'
import { messageFormat, messageToRecord } from '../../../src/storage/messageRecord.ts'
import { journalFormat } from '../../../src/storage/journalRecord.ts'
import { readJournal } from '../../../src/storage/readJournal.ts'
import { presetFormat, presetToRecord } from '../../../src/storage/presetRecord.ts'
import { modelFormat, modelToRecord } from '../../../src/storage/modelRecord.ts'
import { currentVersion, readRecord, type RecordFormat } from '../../../src/storage/record.ts'
import { settingsFormat, settingsToRecord } from '../../../src/storage/settingsRecord.ts'
import { timingFormat, timingToRecord } from '../../../src/storage/timingRecord.ts'

/**
 * Records as people have them on their disks. These files never change: a new version of a format adds a
 * file, and the old ones must open for ever.
 */
const folder = new URL('samples/', import.meta.url)
const sample = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'))

function read<Value>(format: RecordFormat<Value>, name: string): Value {
  const result = readRecord(format, sample(name))
  if (result.kind !== 'read') throw new Error(`${name} does not open: ${JSON.stringify(result)}`)
  return result.value
}

test('a chat of version 1 opens', () => {
  const chat = read(chatFormat, 'chat.v1.json')
  expect(chat).toMatchObject({ title: 'Sums of odd numbers', titledBy: 'person' })
  expect(chat.chosen.get(null)).toBe('0d9a2a86-6f35-4b52-8a56-0a86f2f0f5b1')
})

test('a chat of version 2 opens with the time at which it was put into the bin', () => {
  expect(read(chatFormat, 'chat.v2.json')).toMatchObject({ deletedAt: 1785628800000 })
  expect(read(chatFormat, 'chat.v1.json').deletedAt).toBeUndefined()
})

test('a question of version 1 opens', () => {
  expect(read(messageFormat, 'question.v1.json')).toMatchObject({
    role: 'question',
    text: 'What is 1 + 3 + 5?',
  })
})

test('an answer of version 1 opens with its thought, marks and figures', () => {
  expect(read(messageFormat, 'answer.v1.json')).toMatchObject({
    role: 'answer',
    parts: [{ kind: 'reasoning', marks: [{ at: 10 }, { at: 10 }] }, { text: '\n\nIt is 9.' }],
    figures: { prefillMs: 201.25 },
  })
})

test('what an answer of version 1 does not tell of its prefill is not made up', () => {
  const record = sample('answer.v1.json') as { parts: { marks: unknown[] }[] }
  const [thought, ...rest] = record.parts
  const once = { ...record, parts: [{ ...thought, marks: [] }, ...rest] }
  expect(read(messageFormat, 'answer.v1.json')).toMatchObject({ figures: { prefillTokens: 0 } })
  expect(readRecord(messageFormat, once)).toMatchObject({
    kind: 'read',
    value: { figures: { promptTokens: 14, prefillTokens: 14 } },
  })
})

test('an answer of version 2 opens with all that its prompts were', () => {
  expect(read(messageFormat, 'answer.v2.json')).toMatchObject({ figures: { prefillTokens: 45 } })
})

test('an answer of version 3 opens with all that was done to its thought, and its format', () => {
  expect(read(messageFormat, 'answer.v3.json')).toMatchObject({
    thinking: { kind: 'budget', tokens: 20 },
    format: { kind: 'choices', choices: ['It is 9.', 'It is 10.'] },
    parts: [{ marks: [{ kind: 'branched' }, { kind: 'hint' }, {}, {}, {}, {}] }, {}],
  })
})

test('an answer of version 3 kept no thought in context', () => {
  expect(read(messageFormat, 'answer.v3.json')).not.toHaveProperty('kept')
})

test('an answer of version 4 opens with the thoughts that are kept in context', () => {
  expect(read(messageFormat, 'answer.v4.json')).toMatchObject({
    kept: { own: true, earlier: ['c5d1f0ab-0b14-4f0c-93a0-5a6f7c1e9b33'] },
  })
})

test('the tokens of an answer of version 1 open with their places and probabilities', () => {
  const lens = readLensRecord(read(lensFormat, 'lens.v1.json'))
  expect(lens).toMatchObject([
    {
      kind: 'reasoning',
      tokens: [
        { at: 0, length: 2, ids: [18], likeliest: [{ text: 'So' }, { id: 21, text: ' it' }] },
        { at: 2, length: 3, ids: [300, 21], likeliest: [{ text: ' 9' }] },
        { at: 5, length: 0, ids: [4], likeliest: [{ text: '</think>' }] },
      ],
    },
    { kind: 'answer', tokens: [] },
  ])
  expect(lens?.[0]?.tokens.map(({ chance }) => chance.toFixed(3))).toEqual([
    '0.750',
    '0.500',
    '0.250',
  ])
  expect(lens?.[0]?.tokens.map(({ entropy }) => entropy.toFixed(2))).toEqual([
    '0.90',
    '1.50',
    '2.00',
  ])
})

test('a failed answer of version 1 opens', () => {
  expect(read(messageFormat, 'failedAnswer.v1.json')).toMatchObject({
    ending: { kind: 'failed', error: 'The graphics device went away' },
    thinking: { kind: 'budget', tokens: 256 },
  })
})

test('settings of version 1 open', () => {
  expect(read(settingsFormat, 'settings.v1.json')).toMatchObject({
    theme: 'dark',
    chat: { sampling: { seed: 42 } },
  })
})

test('a model of version 1 opens with its record', () => {
  expect(read(modelFormat, 'model.v1.json')).toMatchObject({
    record: { id: 'my-model', weights: { kind: 'url' } },
    state: 'whole',
    lastUsedAt: null,
  })
})

test('a draft and an unsent chat of version 1 open', () => {
  const draft = read(draftFormat, 'draft.v1.json')
  expect(draft).toMatchObject({ text: 'And 1 + 3 + 5 + 7?\n' })
  expect([...draft.edits.values()]).toEqual(['What is 1 + 3 + 5 + 7?'])
  expect(read(unsentFormat, 'unsent.v1.json')).toMatchObject({
    text: 'How many r are in',
    system: 'Be brief.',
    sampling: { seed: 7 },
  })
})

test('a preset of version 1 opens', () => {
  expect(read(presetFormat, 'preset.v1.json')).toMatchObject({
    name: 'Times table',
    question: 'What is {{a}} × {{b}}?',
    examples: [{ name: 'a', value: '347' }, { name: 'b' }],
    beginning: { kind: 'thought' },
    thinking: { kind: 'budget', tokens: 256 },
  })
})

test('times of version 1 open', () => {
  expect(read(timingFormat, 'timing.v1.json').timing).toEqual([
    { given: 0, characters: [3, 3, 2, 1], ms: [100, 50, 50, 300] },
    { given: 7, characters: [4], ms: [5] },
  ])
})

test('a chat of version 1 that a preset filled in opens with what its replies begin with', () => {
  expect(read(chatFormat, 'filledChat.v1.json')).toMatchObject({
    beginning: { kind: 'thought', text: 'Let me see.' },
  })
})

test('the folder for backups and the time of the last one open as version 1 kept them', () => {
  expect(read(folderFormat, 'folder.v1.json')).toMatchObject({
    library: '1a2b3c4d',
    folder: { writtenAt: 1785628800000, failure: { kind: 'full' } },
  })
  expect(read(lastBackupFormat, 'lastBackup.v1.json')).toEqual({ at: 1785628800000, to: 'folder' })
})

test('what is written today is what the newest samples hold, field for field', () => {
  expect(chatToRecord(read(chatFormat, 'filledChat.v1.json'))).toEqual(sample('filledChat.v2.json'))
  expect(folderToRecord(read(folderFormat, 'folder.v1.json'))).toEqual(sample('folder.v1.json'))
  expect(lastBackupToRecord(read(lastBackupFormat, 'lastBackup.v1.json'))).toEqual(
    sample('lastBackup.v1.json'),
  )
  expect(presetToRecord(read(presetFormat, 'preset.v1.json'))).toEqual(sample('preset.v1.json'))
  expect(modelToRecord(read(modelFormat, 'model.v1.json'))).toEqual(sample('model.v1.json'))
  expect(timingToRecord(read(timingFormat, 'timing.v1.json'))).toEqual(sample('timing.v1.json'))
  expect(chatToRecord(read(chatFormat, 'chat.v2.json'))).toEqual(sample('chat.v2.json'))
  expect(settingsToRecord(read(settingsFormat, 'settings.v1.json'))).toEqual(
    sample('settings.v1.json'),
  )
  const draft = read(draftFormat, 'draft.v1.json')
  expect(draftToRecord(draft.chatId, draft)).toEqual(sample('draft.v1.json'))
  const unsent = read(unsentFormat, 'unsent.v1.json')
  expect(unsentToRecord(unsent)).toEqual(sample('unsent.v1.json'))
  expect(lensToRecord(read(lensFormat, 'lens.v1.json'))).toEqual(sample('lens.v1.json'))
  for (const name of ['question.v4.json', 'answer.v4.json', 'failedAnswer.v4.json'])
    expect(messageToRecord(read(messageFormat, name))).toEqual(sample(name))
})

test('every version of a format has its sample', () => {
  const names = readdirSync(folder)
  const formats = {
    chat: chatFormat,
    model: modelFormat,
    lens: lensFormat,
    question: messageFormat,
    draft: draftFormat,
    unsent: unsentFormat,
    settings: settingsFormat,
    preset: presetFormat,
    timing: timingFormat,
    folder: folderFormat,
    lastBackup: lastBackupFormat,
  }
  const wanted = Object.entries(formats).flatMap(([name, format]) =>
    Array.from({ length: currentVersion(format) }, (_, at) => `${name}.v${at + 1}.json`),
  )
  expect(names).toEqual(expect.arrayContaining(wanted))
})

test('a journal of version 1 is put together', () => {
  const id = '2c6f1f6d-8f3f-4a39-8a2e-5a6d1b1d9f22'
  expect(read(journalFormat, 'journalHead.v1.json')).toMatchObject({ kind: 'head' })
  const journal = readJournal(id, [
    { key: `journal/${id}/run/00000000`, value: sample('journalHead.v1.json') },
    { key: `journal/${id}/run/00000001`, value: sample('journalEntries.v1.json') },
  ])
  expect(journal).toMatchObject({
    kind: 'read',
    damaged: [],
    answer: {
      parts: [{ text: 'One.\n' }, { text: '\n\nIt is 9.' }],
      figures: { answerTokens: 3, promptTokens: 14 },
      ending: { kind: 'stop' },
    },
  })
})
