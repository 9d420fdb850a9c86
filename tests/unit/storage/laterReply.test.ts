import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Answer } from '../../../src/chat/message.ts'
import { createReplyReader } from '../../../src/chat/replyReader.ts'
import { closeThought } from '../../../src/chat/steerAnswer.ts'
import type { JournalEntry } from '../../../src/engine/journal.ts'
import type { Entry } from '../../../src/storage/database.ts'
import { createJournal } from '../../../src/storage/journal.ts'
import { laterReply } from '../../../src/storage/laterReply.ts'
import { readJournal } from '../../../src/storage/readJournal.ts'
import { fakeAnswer, rawOf } from '../../fakes/conversations.ts'
import { createFaultyDisk } from '../../fakes/faultyDisk.ts'

const tag = '</think>'

/** A reply at one moment: as the window has it, and what the worker had been told to keep. */
interface Moment {
  readonly answer: Answer
  readonly head: Answer
  readonly entries: readonly JournalEntry[]
  /** Which moment's answer the journal holds: words that are put in between come to it with the next head. */
  readonly holds: number
}

type Step = { readonly kind: 'tokens'; readonly text: string } | { readonly kind: 'close' }

function live(steps: readonly Step[]): readonly Moment[] {
  let head = fakeAnswer({ ending: { kind: 'open' } })
  let reader = createReplyReader(head)
  let entries: readonly JournalEntry[] = []
  let time = 0
  const moments: Moment[] = []
  const note = (holds = moments.length): void =>
    void moments.push({ answer: reader.read(), head, entries, holds })
  note()
  for (const step of steps) {
    if (step.kind === 'tokens') {
      const at = [(time += 5)]
      entries = [...entries, { kind: 'tokens', text: step.text, at }]
      reader.push(step.text, at)
      note()
      continue
    }
    reader.flush()
    const next = closeThought(reader.read(), 'answer now')
    reader = createReplyReader(next)
    // The window goes on at once; the head of the new segment is on the disk a moment later.
    note(moments.length - 1)
    head = next
    entries = []
    note()
  }
  return moments
}

async function journalOf({ head, entries }: Moment): Promise<readonly Entry[]> {
  const disk = createFaultyDisk()
  const run = createJournal({ database: disk, createId: () => 'run', now: () => 1 })({
    reply: head.id,
    head,
  })
  await run.append([])
  for (const entry of entries) await run.append([entry])
  return disk.readAll('')
}

const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('tokens' as const),
        text: fc.constantFrom('a', 'bc ', '\n', '</thi', 'nk>', '<', '🙂', '</think>', '\n\n'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('close' as const) }) },
  ),
  { maxLength: 12 },
)

test('wherever message and journal stand, the later of the two is what is found', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.nat(), fc.nat(), async (taken, one, other) => {
      const moments = live(taken)
      const saved = moments[one % moments.length]
      const kept = moments[other % moments.length]
      if (saved === undefined || kept === undefined) throw new Error('There is no such moment.')
      const journal = readJournal(kept.head.id, await journalOf(kept))
      const journalled = journal.kind === 'read' ? journal.answer : null
      if (journalled === null) throw new Error('The journal does not open.')
      const found = laterReply(saved.answer, journalled)
      const latest = moments[Math.max(one % moments.length, kept.holds)]
      // What is held back as the beginning of a tag comes as text from the journal.
      const raw = rawOf(latest?.answer ?? saved.answer)
      expect(rawOf(found).startsWith(raw)).toBe(true)
      expect(tag.startsWith(rawOf(found).slice(raw.length))).toBe(true)
    }),
    { numRuns: 1000 },
  )
})

test('a journal gives back the answer itself, marks and figures too', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const last = live(taken).at(-1)
      if (last === undefined) throw new Error('Nothing has happened.')
      const journal = readJournal(last.head.id, await journalOf(last))
      const reader = createReplyReader(last.head)
      for (const entry of last.entries)
        if (entry.kind === 'tokens') reader.push(entry.text, entry.at)
      reader.flush()
      expect(journal).toEqual({ kind: 'read', damaged: [], answer: reader.read() })
    }),
    { numRuns: 200 },
  )
})
