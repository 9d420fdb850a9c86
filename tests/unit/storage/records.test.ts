import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { chatFormat, chatToRecord } from '../../../src/storage/chatRecord.ts'
import {
  draftFormat,
  draftToRecord,
  unsentFormat,
  unsentToRecord,
} from '../../../src/storage/draftRecord.ts'
import { messageFormat, messageToRecord } from '../../../src/storage/messageRecord.ts'
import { readRecord } from '../../../src/storage/record.ts'
import { settingsFormat, settingsToRecord } from '../../../src/storage/settingsRecord.ts'
import {
  answerArbitrary,
  chatArbitrary,
  draftArbitrary,
  idArbitrary,
  questionArbitrary,
  settingsArbitrary,
  unsentArbitrary,
} from '../../fakes/arbitraries.ts'

/** What IndexedDB does to a value on its way to the disk and back. */
const throughDisk = (record: unknown): unknown => structuredClone(record)

test('every chat comes back as it was written', () => {
  fc.assert(
    fc.property(chatArbitrary, (chat) => {
      const result = readRecord(chatFormat, throughDisk(chatToRecord(chat)))
      expect(result).toEqual({ kind: 'read', value: chat })
    }),
  )
})

test('every question and every answer comes back as it was written', () => {
  fc.assert(
    fc.property(fc.oneof(questionArbitrary, answerArbitrary), (message) => {
      const result = readRecord(messageFormat, throughDisk(messageToRecord(message)))
      expect(result).toEqual({ kind: 'read', value: message })
    }),
  )
})

test('every draft and every unsent chat comes back as it was written', () => {
  fc.assert(
    fc.property(idArbitrary, draftArbitrary, unsentArbitrary, (chatId, draft, unsent) => {
      expect(readRecord(draftFormat, throughDisk(draftToRecord(chatId, draft)))).toEqual({
        kind: 'read',
        value: { chatId, ...draft },
      })
      expect(readRecord(unsentFormat, throughDisk(unsentToRecord(unsent)))).toEqual({
        kind: 'read',
        value: unsent,
      })
    }),
  )
})

test('all settings come back as they were written', () => {
  fc.assert(
    fc.property(settingsArbitrary, (settings) => {
      const result = readRecord(settingsFormat, throughDisk(settingsToRecord(settings)))
      expect(result).toEqual({ kind: 'read', value: settings })
    }),
  )
})

test('any value at all is answered, never thrown at', () => {
  const value = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
  })
  const versioned = fc.record({
    v: fc.constantFrom(1, 2),
    role: fc.anything(),
    chosen: fc.anything(),
  })
  fc.assert(
    fc.property(fc.oneof(value, versioned), (raw) => {
      for (const format of [chatFormat, messageFormat, draftFormat, unsentFormat, settingsFormat])
        expect(['broken', 'newer']).toContain(readRecord<unknown>(format, raw).kind)
    }),
  )
})

test('a record with any field lost is broken, and the field is named', () => {
  fc.assert(
    fc.property(answerArbitrary, fc.nat(), (answer, pick) => {
      const record = Object.entries({ ...answer, v: 1 }).filter(
        // An answer without a format is free to look like anything, and one that keeps nothing does not say so.
        ([key]) => key !== 'v' && key !== 'format' && key !== 'kept',
      )
      const [lost = ''] = record[pick % record.length] ?? []
      const rest = Object.fromEntries([...record.filter(([key]) => key !== lost), ['v', 1]])
      const result = readRecord(messageFormat, rest)
      expect(result).toMatchObject({ kind: 'broken', reason: expect.stringContaining(lost) })
    }),
  )
})
