import { expect, test } from 'vitest'

import type { EngineEvent } from '../../../src/engine/engine.ts'
import type { JournalEntry, JournalFailure } from '../../../src/engine/journal.ts'
import { createJournalledTurn } from '../../../src/engine/worker/journalledTurn.ts'
import { testTimers } from '../../fakes/testDisk.ts'

/** A turn whose disk does what the test says. */
function startTurn() {
  const timers = testTimers()
  const sent: EngineEvent[] = []
  const writes: (readonly JournalEntry[])[] = []
  const told: (string | null)[] = []
  const underWay: { readonly done: () => void; readonly failed: (error: Error) => void }[] = []
  const emit = createJournalledTurn({
    ...timers,
    run: {
      append: (entries) =>
        new Promise((done, failed) => {
          writes.push(entries)
          underWay.push({ done, failed })
        }),
    },
    send: (event) => sent.push(event),
    onJournal: (failure: JournalFailure | null) => told.push(failure?.name ?? null),
  })
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return {
    timers,
    sent,
    told,
    say: (...texts: readonly string[]): void => texts.forEach((text) => emit(tokens(text))),
    emit,
    sentText: () =>
      sent.map((event) => (event.type === 'tokens' ? event.text : event.type)).join(' '),
    writtenTexts: () =>
      writes.map((entries) =>
        entries.map((entry) => (entry.kind === 'tokens' ? entry.text : entry.kind)).join(' '),
      ),
    async finish(error?: Error) {
      const write = underWay.shift()
      if (error === undefined) write?.done()
      else write?.failed(error)
      await settle()
    },
  }
}

const tokens = (text: string): EngineEvent => ({ type: 'tokens', text, ids: [1], at: [1] })
const end: EngineEvent = {
  type: 'end',
  finish: 'stop',
  usage: { promptTokens: 1, completionTokens: 1, prefillMs: 1, decodeMs: 1 },
}
const quota = new DOMException('Full.', 'QuotaExceededError')

test('a batch is told once it is on the disk, and not before', async () => {
  const turn = startTurn()
  turn.say('one')
  expect(turn.writtenTexts()).toEqual(['one'])
  expect(turn.sent).toEqual([])
  await turn.finish()
  expect(turn.sentText()).toBe('one')
})

test('what comes during a write is one write after it, batch by batch and in order', async () => {
  const turn = startTurn()
  turn.say('one', 'two', 'three')
  await turn.finish()
  expect(turn.sentText()).toBe('one')
  expect(turn.writtenTexts()).toEqual(['one', 'two three'])
  await turn.finish()
  expect(turn.sentText()).toBe('one two three')
})

test('the end is told last, once everything before it is on the disk', async () => {
  const turn = startTurn()
  turn.say('one')
  turn.emit(end)
  await turn.finish()
  expect(turn.sentText()).toBe('one')
  await turn.finish()
  expect(turn.sentText()).toBe('one end')
})

test('a failure waits for what was written before it, and is not written itself', async () => {
  const turn = startTurn()
  turn.say('one')
  turn.emit({ type: 'error', error: { kind: 'crash', detail: '' } })
  expect(turn.sent).toEqual([])
  await turn.finish()
  expect(turn.sentText()).toBe('one error')
  expect(turn.writtenTexts()).toEqual(['one'])
})

test('where the disk is full tokens are told all the same, and written with a later batch', async () => {
  const turn = startTurn()
  turn.say('one', 'two')
  await turn.finish(quota)
  expect(turn.sentText()).toBe('one two')
  expect(turn.told).toEqual(['QuotaExceededError'])
  turn.say('three')
  expect(turn.sentText()).toBe('one two three')
  expect(turn.writtenTexts()).toEqual(['one'])

  turn.timers.pass(1000)
  turn.say('four')
  expect(turn.writtenTexts()).toEqual(['one', 'one two three four'])
  await turn.finish()
  expect(turn.sentText()).toBe('one two three four')
  expect(turn.told).toEqual(['QuotaExceededError', null])
  turn.say('five')
  expect(turn.sentText()).toBe('one two three four')
  await turn.finish()
  expect(turn.sentText()).toBe('one two three four five')
})

test('a disk that hangs is waited for two seconds; when it answers all is as before', async () => {
  const turn = startTurn()
  turn.say('one', 'two')
  turn.timers.pass(2000)
  expect(turn.sentText()).toBe('one two')
  expect(turn.told).toEqual(['TimeoutError'])
  turn.say('three')
  turn.emit(end)
  expect(turn.sentText()).toBe('one two three end')
  expect(turn.writtenTexts()).toEqual(['one'])
  await turn.finish()
  expect(turn.told).toEqual(['TimeoutError', null])
  expect(turn.writtenTexts()).toEqual(['one', 'two three end'])
  await turn.finish()
  expect(turn.sentText()).toBe('one two three end')
})

test('a segment that nobody wants kept goes straight to the window', () => {
  const sent: EngineEvent[] = []
  const emit = createJournalledTurn({
    ...testTimers(),
    run: undefined,
    send: (event) => sent.push(event),
    onJournal: () => undefined,
  })
  emit(tokens('one'))
  expect(sent).toHaveLength(1)
})
