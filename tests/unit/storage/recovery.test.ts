import { createLensStore } from '../../../src/chat/lensStore.ts'
import { expect, test } from 'vitest'

import { textOf } from '../../../src/chat/answer.ts'
import type { Answer } from '../../../src/chat/message.ts'
import { createWritingLocks } from '../../../src/chat/writingLocks.ts'
import type { JournalEntry } from '../../../src/engine/journal.ts'
import { noFigures } from '../../../src/stats/turnFigures.ts'
import { chatToRecord } from '../../../src/storage/chatRecord.ts'
import { createJournal } from '../../../src/storage/journal.ts'
import { messageToRecord } from '../../../src/storage/messageRecord.ts'
import { createAppStorage } from '../../../src/storage/storage.ts'
import {
  chatSettings,
  emptyConversation,
  fakeAnswer,
  fakeQuestion,
  part,
} from '../../fakes/conversations.ts'
import { createFaultyDisk } from '../../fakes/faultyDisk.ts'
import { testDisk, testTimers, type TestDisk } from '../../fakes/testDisk.ts'
import { testLocks } from '../../fakes/testLocks.ts'
import { openWindow } from '../../fakes/testStorage.ts'
import { openApp, until } from '../../fakes/wholeApp.ts'

const open = fakeAnswer({ ending: { kind: 'open' } })
const tokens = (text: string, ...at: number[]): JournalEntry => ({ kind: 'tokens', text, at })

const stored = {
  'chat/chat': chatToRecord(emptyConversation().chat),
  'message/chat/q1': messageToRecord(fakeQuestion()),
  'message/chat/a1': messageToRecord(open),
}

/** A disk on which a reply was being written. */
async function diskWith(
  records: Readonly<Record<string, unknown>>,
  entries: readonly JournalEntry[],
  head: Answer = open,
): Promise<TestDisk> {
  const disk = await testDisk(records)
  const journal = createJournal({ database: disk, createId: () => 'run', now: () => 5 })
  const run = journal({ reply: head.id, head })
  for (const entry of entries) await run.append([entry])
  return disk
}

async function recovered(disk: TestDisk): Promise<Answer> {
  const { chats, lastAnswer } = await openWindow(disk)
  await chats.open('chat')
  expect(await disk.readAll('journal/')).toEqual([])
  return lastAnswer()
}

test('a reply that was cut off is a message, marked where it broke off, with its figures', async () => {
  const disk = await diskWith(stored, [
    { kind: 'prompt', tokens: 12 },
    tokens('One ', 40, 50),
    tokens('two', 60),
  ])
  const answer = await recovered(disk)
  expect(answer).toMatchObject({
    parts: [
      { kind: 'reasoning', text: 'One two', marks: [{ kind: 'resumed after a crash', at: 7 }] },
    ],
    figures: { reasoningTokens: 3, firstTokenMs: 40, promptTokens: 12 },
    ending: { kind: 'open' },
  })
  const { text } = (await recovered(disk)).parts[0] ?? {}
  expect(text).toBe('One two')
})

test('a tag that was half there stands as text, and is a tag again once the rest of it comes', async () => {
  const answer = await recovered(await diskWith(stored, [tokens('One</thi', 1)]))
  expect(answer.parts).toMatchObject([{ kind: 'reasoning', text: 'One</thi' }])
})

test('a reply that had ended is whole, and is not continued past its end', async () => {
  const end: JournalEntry = {
    kind: 'end',
    finish: 'stop',
    usage: { promptTokens: 12, prefillMs: 40 },
  }
  const answer = await recovered(await diskWith(stored, [tokens('A</think>\n\nB', 1, 2, 3), end]))
  expect(answer.ending).toEqual({ kind: 'stop' })
  expect(answer.parts.flatMap(({ marks }) => marks)).toEqual([])
})

test('a message that is further than its journal stays as it is', async () => {
  const further = fakeAnswer({
    parts: [part('reasoning', 'One two three')],
    figures: { ...noFigures, reasoningTokens: 3 },
    ending: { kind: 'stopped' },
  })
  const disk = await diskWith({ ...stored, 'message/chat/a1': messageToRecord(further) }, [
    tokens('One ', 1),
  ])
  expect(await recovered(disk)).toEqual(further)
})

test('words that were put after a segment are kept, whether message or journal has them', async () => {
  const parts = [part('reasoning', 'One'), part('answer', '')]
  const marked: Answer = {
    ...open,
    parts: [
      { kind: 'reasoning', text: 'One\n', marks: [{ kind: 'answer now', at: 3 }] },
      part('answer', '\n\n'),
    ],
    figures: { ...noFigures, reasoningTokens: 1 },
  }
  const before: Answer = { ...open, parts: parts.slice(0, 1), figures: marked.figures }
  const inJournal = await diskWith(
    { ...stored, 'message/chat/a1': messageToRecord(before) },
    [{ kind: 'prompt', tokens: 1 }],
    marked,
  )
  expect(textOf(await recovered(inJournal), 'answer')).toBe('\n\n')
  const inMessage = await diskWith(
    { ...stored, 'message/chat/a1': messageToRecord(marked) },
    [tokens('One', 1)],
    { ...open },
  )
  expect(textOf(await recovered(inMessage), 'answer')).toBe('\n\n')
})

test('a chat whose first save never came is made anew around the reply that was seen', async () => {
  const answer = await recovered(await diskWith({}, [tokens('One', 1)]))
  expect(textOf(answer, 'reasoning')).toBe('One')
})

test('a journal without a word of a message that is gone leaves nothing', async () => {
  const disk = await diskWith({}, [{ kind: 'prompt', tokens: 3 }])
  const { chats } = await openWindow(disk)
  expect(chats.getState().chats.size).toBe(0)
  expect((await disk.records()).size).toBe(0)
})

test('what is left of a run whose head is gone is cleared away', async () => {
  const disk = await testDisk({
    ...stored,
    'journal/a1/old/00000004': { v: 1, kind: 'entries', entries: [] },
  })
  const answer = await recovered(disk)
  expect(answer).toEqual(open)
  expect(await disk.readAll('broken/')).toEqual([])
})

test('a damaged record ends what can be put together; it and what stands behind it are kept raw', async () => {
  const disk = await diskWith(stored, [tokens('One ', 1), tokens('two ', 2), tokens('three', 3)])
  await disk.write([{ kind: 'put', key: 'journal/a1/run/00000002', value: { v: 1, kind: 'x' } }])
  const { chats, storage, lastAnswer } = await openWindow(disk)
  await chats.open('chat')
  expect(textOf(lastAnswer(), 'reasoning')).toBe('One ')
  expect(storage.state.getState().broken.map(({ key }) => key)).toEqual([
    'journal/a1/run/00000002',
    'journal/a1/run/00000003',
  ])
  expect((await disk.readAll('broken/journal/')).map(({ value }) => value)).toMatchObject([
    { raw: { kind: 'x' } },
    { raw: { entries: [{ text: 'three' }] } },
  ])
})

test('a newer app’s journal is left exactly as it is', async () => {
  const disk = await diskWith(stored, [tokens('One', 1)])
  await disk.write([{ kind: 'put', key: 'journal/a1/run/00000002', value: { v: 9 } }])
  const before = await disk.records()
  const { storage } = await openWindow(disk)
  expect(await disk.records()).toEqual(before)
  expect(storage.state.getState().broken).toMatchObject([{ kind: 'newer' }])
})

test('a reply that another tab writes is left to it, and read once that tab is gone', async () => {
  const disk = await diskWith(stored, [tokens('One', 1)])
  const manager = testLocks()
  const other = createWritingLocks(manager)
  expect(await other.claim('a1')).toBe(true)
  const before = await disk.records()
  const storage = createAppStorage({
    database: disk,
    ...testTimers(),
    fallback: () => chatSettings,
    lenses: createLensStore(),
    locks: createWritingLocks(manager),
  })
  const loaded = await storage.load()
  expect(await disk.records()).toEqual(before)
  other.release('a1')
  await new Promise((resolve) => setImmediate(resolve))
  if (loaded.kind !== 'loaded' || loaded.chats[0] === undefined) throw new Error('It did not open.')
  const result = await storage.loadTree(loaded.chats[0])
  const answer = result.kind === 'loaded' ? result.tree.get('a1') : undefined
  expect(answer?.role === 'answer' ? textOf(answer, 'reasoning') : '').toBe('One')
  expect(await disk.readAll('journal/')).toEqual([])
})

test('a chat that is deleted in mid-reply takes its journal along', async () => {
  const disk = createFaultyDisk()
  const app = await openApp(disk)
  const id = app.chats.getState().openChat
  app.chats.ask(id, 'How many?')
  const hasJournal = (): boolean =>
    [...disk.records.keys()].some((key) => key.startsWith('journal/'))
  expect(await until(app, hasJournal)).toBe(true)
  await app.chats.removeChat(id)
  await app.chats.emptyBin([id])
  await until(app, () => app.storage.state.getState().saving.kind === 'saved')
  await app.storage.flush()
  for (let step = 0; step < 500; step += 1) await new Promise((resolve) => setImmediate(resolve))
  const after = await openApp(createFaultyDisk(disk.records))
  expect(after.chats.getState().chats.size).toBe(0)
  expect([...disk.records.keys()].filter((key) => /^(?:journal|message|chat)/.test(key))).toEqual(
    [],
  )
})
