import * as v from 'valibot'
import { expect, test } from 'vitest'

import { chatFormat } from '../../../src/storage/chatRecord.ts'
import { currentVersion, readRecord, type RecordFormat } from '../../../src/storage/record.ts'

/** A format of version 3: a name that became a title, which then had its space taken away. */
const format: RecordFormat<{ readonly title: string }> = {
  migrations: [
    ({ name, ...rest }) => ({ ...rest, title: name }),
    ({ title, ...rest }) => {
      if (typeof title !== 'string') throw new TypeError('no title')
      return { ...rest, title: title.trim() }
    },
  ],
  schema: v.object({ title: v.string() }),
}

test('an old record takes every step up to today', () => {
  expect(readRecord(format, { v: 1, name: ' Sums ' })).toEqual({
    kind: 'read',
    value: { title: 'Sums' },
  })
  expect(readRecord(format, { v: 2, title: ' Sums ' })).toEqual({
    kind: 'read',
    value: { title: 'Sums' },
  })
})

test('a record of today takes no step', () => {
  expect(currentVersion(format)).toBe(3)
  expect(readRecord(format, { v: 3, title: ' Sums ' })).toEqual({
    kind: 'read',
    value: { title: ' Sums ' },
  })
})

test('a record of a newer version is refused by its number, whatever it holds', () => {
  expect(readRecord(format, { v: 4, title: 'Sums' })).toEqual({ kind: 'newer', version: 4 })
  expect(readRecord(format, { v: 9 })).toEqual({ kind: 'newer', version: 9 })
})

test('a step that fails makes the record broken, and says why', () => {
  expect(readRecord(format, { v: 1, name: 5 })).toEqual({
    kind: 'broken',
    reason: 'It could not be brought up to date: TypeError: no title',
  })
})

test.each([
  undefined,
  null,
  'text',
  5,
  [],
  {},
  { v: 0 },
  { v: -1 },
  { v: 1.5 },
  { v: '1' },
  { v: NaN },
])('without a version %j is broken', (raw) => {
  expect(readRecord(format, raw)).toEqual({ kind: 'broken', reason: 'It has no version.' })
})

test('the record that was read is left as it is', () => {
  const raw = Object.freeze({ v: 1, name: ' Sums ' })
  readRecord(format, raw)
  expect(raw).toEqual({ v: 1, name: ' Sums ' })
})

test('a key named __proto__ gives a record nothing, and everything else nothing', () => {
  const raw: unknown = JSON.parse('{ "v": 3, "__proto__": { "title": "Sums", "owned": true } }')
  expect(readRecord(format, raw)).toMatchObject({ kind: 'broken' })
  expect({}).not.toHaveProperty('owned')
})

test('a chosen version named __proto__ is a key like any other', () => {
  const chat = {
    v: 1,
    id: 'chat',
    title: '',
    titledBy: 'question',
    createdAt: 1,
    updatedAt: 1,
    model: 'm',
    system: '',
    sampling: { temperature: 0, topP: 1, maxTokens: 1 },
    thinking: { kind: 'free' },
    chosen: [['__proto__', 'constructor']],
  }
  expect(readRecord(chatFormat, chat)).toMatchObject({
    kind: 'read',
    value: { chosen: new Map([['__proto__', 'constructor']]) },
  })
})

test('an id that could leave its key is broken', () => {
  for (const id of ['a/b', '', '../settings', 'x'.repeat(129)])
    expect(readRecord(chatFormat, { v: 1, id })).toMatchObject({
      kind: 'broken',
      reason: expect.stringMatching(/^id: /),
    })
})
