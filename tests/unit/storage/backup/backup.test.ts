import { gzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'

import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { backupTexts, toBackup, unpackBackup } from '../../../../src/storage/backup/backupFile.ts'
import type { Answer, Message } from '../../../../src/chat/message.ts'
import {
  planImport,
  readLibraryFile,
  type ReadLibraryFile,
} from '../../../../src/storage/backup/importing.ts'
import { readLibrary, type Library } from '../../../../src/storage/backup/library.ts'
import { takeSettings } from '../../../../src/storage/backup/mergePlan.ts'
import type { Entry } from '../../../../src/storage/database.ts'
import { withChanges } from '../../../../src/storage/fullDisk.ts'
import { lensKey, timingKey } from '../../../../src/storage/keys.ts'
import { lensFormat, lensToRecord } from '../../../../src/storage/lensRecord.ts'
import { readTiming } from '../../../../src/storage/readTiming.ts'
import { readRecord } from '../../../../src/storage/record.ts'
import { timingToRecord } from '../../../../src/storage/timingRecord.ts'
import { chatSettings } from '../../../fakes/conversations.ts'
import { largeLibrary, libraryArbitrary } from '../../../fakes/libraries.ts'

const now = 1_800_000_000_000
const libraryOf = (records: readonly Entry[]): Library => readLibrary(records, chatSettings)
const readFile = (content: BlobPart): Promise<ReadLibraryFile> =>
  readLibraryFile(new File([content], 'x'), chatSettings, now)

/** The records after the file was imported over those that are here. */
async function imported(here: readonly Entry[], file: BlobPart): Promise<readonly Entry[]> {
  const read = await readFile(file)
  if (read.kind !== 'library') throw new Error(JSON.stringify(read))
  const plan = await planImport(here, read, chatSettings, now)
  const isFresh = here.length === 0 && plan.settings !== null
  return withChanges(here, [
    ...plan.changes,
    ...(isFresh && plan.settings !== null ? [takeSettings(plan.settings)] : []),
  ])
}

/** JSON knows no -0; nothing else may get lost. */
const comparable = (records: readonly Entry[]): unknown =>
  JSON.parse(
    JSON.stringify(records.toSorted((one, other) => (one.key < other.key ? -1 : 1))),
  ) as unknown

test('what is exported, wiped and imported is the same, record for record', async () => {
  await fc.assert(
    fc.asyncProperty(libraryArbitrary, async (library) => {
      const after = await imported([], await toBackup(library, now))
      expect(comparable(after)).toEqual(comparable(library))
    }),
    { numRuns: 60 },
  )
})

test('a backup imported over what it was made from changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(libraryArbitrary, async (library) => {
      expect(await imported(library, await toBackup(library, now))).toEqual(library)
    }),
    { numRuns: 40 },
  )
})

test('no import overwrites a record, and the same import again adds nothing', async () => {
  await fc.assert(
    fc.asyncProperty(libraryArbitrary, libraryArbitrary, async (here, other) => {
      // The same ids with other content, as two devices have them.
      const file = await toBackup(
        other.map(({ key, value }, at) => {
          const own = here.filter((entry) => entry.key.split('/')[0] === key.split('/')[0])[at]
          return own === undefined || !key.startsWith('preset/')
            ? { key, value }
            : { key: own.key, value: { ...Object(value), id: own.key.slice('preset/'.length) } }
        }),
        now,
      )
      const once = await imported(here, file)
      expect(once.slice(0, here.length)).toEqual(here)
      expect(comparable(await imported(once, file))).toEqual(comparable(once))
    }),
    { numRuns: 40 },
  )
})

test('however the same chats went on in two places, both are there after the import', async () => {
  const words = fc.string({ maxLength: 5 })
  const change = fc.oneof(
    fc.record({ kind: fc.constant('lost') }),
    fc.record({ kind: fc.constant('text'), words }),
    fc.record({ kind: fc.constant('kept') }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 9, maxLength: 9 }), async (steps) => {
      const here = largeLibrary(3, 9)
      const there = here.flatMap(({ key, value }, at): readonly Entry[] => {
        const step = steps[at] ?? { kind: 'kept' }
        if (step.kind === 'lost') return []
        return step.kind === 'text' && /q\d$/.test(key) && 'words' in step
          ? [{ key, value: { ...Object(value), text: step.words } }]
          : [{ key, value }]
      })
      const after = await imported(here, await toBackup(there, now))
      expect(after.slice(0, here.length)).toEqual(here)
      const texts = [...libraryOf(after).chats.values()].flatMap(({ messages }) =>
        [...messages.values()].map((message) => JSON.stringify(wordsOf(message))),
      )
      for (const { messages } of libraryOf(there).chats.values())
        for (const message of messages.values())
          expect(texts).toContain(JSON.stringify(wordsOf(message)))
    }),
  )
})

const wordsOf = (message: Message): unknown =>
  message.role === 'question' ? message.text : message.parts

test('1,000 chats with 200,000 tokens of thought come back whole', async () => {
  const library = largeLibrary(1000, 200_000)
  const after = await imported([], await toBackup(library, now))
  expect(comparable(after)).toEqual(comparable(library))
})

test('a chat whose message differs comes in as a copy, once, with its side records', async () => {
  const here = largeLibrary(1, 3)
  const changed = here.map(({ key, value }) =>
    key.startsWith('message/chat-0/q')
      ? { key, value: { ...Object(value), text: 'Else?' } }
      : { key, value },
  )
  const timing = [{ given: 0, characters: [3, 3], ms: [100, 50] }]
  const words = [[1, ' four']] as const
  const file = await toBackup(
    [
      ...changed,
      {
        key: timingKey('chat-0', 'a0'),
        value: timingToRecord({ chatId: 'chat-0', id: 'a0', timing }),
      },
      {
        key: lensKey('chat-0', 'a0'),
        value: lensToRecord({
          chatId: 'chat-0',
          messageId: 'a0',
          temperature: 1,
          words,
          parts: [],
        }),
      },
    ],
    now,
  )
  const after = await imported(here, file)
  const chats = [...libraryOf(after).chats.values()]
  expect(chats.map(({ chat }) => chat.title)).toEqual(['Chat 0', 'Chat 0 (from a backup)'])
  const copy = chats[1]
  const messages = [...(copy?.messages.values() ?? [])]
  expect(messages).toMatchObject([
    { role: 'question', text: 'Else?', chatId: copy?.chat.id },
    { role: 'answer', parent: messages[0]?.id },
  ])
  // Each is read by its own room as of the copy.
  const sides = new Map(copy?.sides.map((side) => [side.kind, side.value]))
  expect(copy?.sides.map(({ message }) => message)).toEqual([messages[1]?.id, messages[1]?.id])
  expect(readTiming(messages[1] as Answer, sides.get('timing'))).toEqual(timing)
  expect(readRecord(lensFormat, sides.get('lens'))).toMatchObject({
    value: { chatId: copy?.chat.id, messageId: messages[1]?.id, words },
  })
  expect(await imported(after, file)).toEqual(after)
})

test('messages that a chat lacks are put into it', async () => {
  const whole = largeLibrary(1, 3)
  const here = whole.filter(({ key }) => !key.endsWith('/a0'))
  const after = await imported(here, await toBackup(whole, now))
  expect(comparable(after)).toEqual(comparable(whole))
})

test('what was typed is never overwritten: it comes in as a chat of its own', async () => {
  const draft = (text: string): Entry => ({
    key: 'draft/chat-0',
    value: { v: 1, chatId: 'chat-0', text, edits: [] },
  })
  const here = [...largeLibrary(1, 3), draft('Here')]
  const file = await toBackup([...largeLibrary(1, 3), draft('There')], now)
  const after = await imported(here, file)
  expect([...libraryOf(after).chats.values()].map((chat) => chat.draft?.text)).toEqual([
    'Here',
    'There',
  ])
  expect(await imported(after, file)).toEqual(after)
})

test('a backup of version 1 opens, whatever the versions of the records in it', async () => {
  const sample = new URL('../samples/backup.v1.ponder', import.meta.url)
  const read = await readFile(readFileSync(sample))
  expect(read).toMatchObject({ kind: 'library', madeAt: 1_785_542_500_000, library: { broken: 0 } })
  if (read.kind !== 'library') return
  const { chats, presets, settings, unsent } = read.library
  const [chat] = chats.values()
  expect(chat).toMatchObject({
    chat: { title: 'Sums of odd numbers' },
    draft: { edits: new Map([[expect.any(String), expect.any(String)]]) },
  })
  expect([...(chat?.messages.values() ?? [])].map(({ role }) => role)).toEqual([
    'question',
    'answer',
  ])
  expect(chat?.sides).toHaveLength(1)
  expect([presets.size, settings?.theme, unsent?.text]).toEqual([1, 'dark', 'How many r are in'])
})

test('models, broken records and the journal are in no backup', () => {
  const records = ['model/x', 'broken/chat/x', 'journal/x/1', 'chat/x'].map((key) => ({
    key,
    value: { v: 1 },
  }))
  expect([...backupTexts(records, 1)].join('')).toBe(
    '{"ponder":"backup","v":1,"madeAt":1,"records":[\n["chat/x",{"v":1}]\n]}\n',
  )
})

test('a cut off or damaged backup is refused in a sentence, wherever it is cut', async () => {
  const bytes = new Uint8Array(await (await toBackup(largeLibrary(3, 30), now)).arrayBuffer())
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), async (at) => {
      const read = await readFile(bytes.slice(0, at))
      expect(read).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/damaged/) })
    }),
  )
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const flipped = bytes.slice()
      flipped[at] = (flipped[at] ?? 0) ^ by
      // Bits of the head say nothing of the content; what opens must be whole.
      const read = await readFile(flipped)
      expect([3, 'refused']).toContain(
        read.kind === 'library' ? read.library.chats.size : read.kind,
      )
    }),
  )
})

test('a bomb is given up before it goes off', async () => {
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(20_000_000)))
  expect(bomb.length).toBeLessThan(30_000)
  expect(await unpackBackup(bomb, 1_000_000)).toMatchObject({
    kind: 'refused',
    reason: expect.stringMatching(/more than/),
  })
})

test('a backup with a record of a newer version is refused as a whole', async () => {
  const file = await toBackup([{ key: 'chat/x', value: { v: 99 } }], now)
  expect(await readFile(file)).toMatchObject({
    kind: 'refused',
    reason: expect.stringMatching(/newer version/),
  })
})

test('names that are traps and records under the keys of others are left out, the rest comes in', async () => {
  const [chat, ...messages] = largeLibrary(1, 3)
  const trap = JSON.parse(
    '{"v":1,"__proto__":{"isAdmin":true},"constructor":{"prototype":{}}}',
  ) as unknown
  const file = await toBackup(
    [
      ...(chat === undefined ? [] : [chat, { key: 'chat/other', value: chat.value }]),
      ...messages,
      ...[
        'chat/__proto__',
        'message/__proto__/constructor',
        'timing/__proto__',
        'preset/__proto__',
        'settings',
        'unsent',
      ].map((key) => ({ key, value: trap })),
      { key: 'chat/x', value: null },
      { key: 'message/chat-0/q9', value: [] },
    ],
    now,
  )
  const read = await readFile(file)
  expect(read).toMatchObject({ kind: 'library', library: { broken: 9 } })
  expect(comparable(await imported([], file))).toEqual(comparable(largeLibrary(1, 3)))
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('isAdmin')
})

test('any JSON at all gives an answer', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.json(),
      fc.array(fc.tuple(fc.string(), fc.jsonValue())),
      async (json, records) => {
        expect(['library', 'refused', 'other']).toContain((await readFile(json)).kind)
        const backup = JSON.stringify({ ponder: 'backup', v: 1, records })
        expect(['library', 'refused']).toContain((await readFile(backup)).kind)
      },
    ),
  )
})
