import { endAnswer } from '../chat/answer.ts'
import type { Answer, Ending } from '../chat/message.ts'
import { createReplyReader } from '../chat/replyReader.ts'
import type { JournalEntry } from '../engine/journal.ts'
import type { Entry } from './database.ts'
import { journalFormat, type JournalRecord } from './journalRecord.ts'
import { journalKey, journalOf } from './keys.ts'
import { messageFormat } from './messageRecord.ts'
import { readRecord } from './record.ts'

export type ReadJournal =
  | {
      readonly kind: 'read'
      /** The reply as far as it could be put together; null if nothing says where it begins. */
      readonly answer: Answer | null
      /** Records that do not open, or that stand behind one and so cannot be placed. */
      readonly damaged: readonly { readonly entry: Entry; readonly reason: string }[]
    }
  /** A newer app wrote it: to be left as it is. */
  | { readonly kind: 'newer'; readonly key: string }

interface Run {
  readonly head: { readonly at: number; readonly answer: Answer }
  readonly id: string
}

type Opened = JournalRecord & { readonly key: string }

/** Puts together again what stands on the disk of one reply. `found` is all of it, by key. */
export function readJournal(id: string, found: readonly Entry[]): ReadJournal {
  const damaged: { entry: Entry; reason: string }[] = []
  const opened = new Map<string, Opened>()
  for (const entry of found) {
    const result = readRecord(journalFormat, entry.value)
    if (result.kind === 'newer') return { kind: 'newer', key: entry.key }
    if (result.kind === 'broken') damaged.push({ entry, reason: result.reason })
    else opened.set(entry.key, { ...result.value, key: entry.key })
  }

  let run: Run | undefined
  for (const record of opened.values()) {
    if (record.kind !== 'head') continue
    const result = readRecord(messageFormat, record.answer)
    if (result.kind === 'newer') return { kind: 'newer', key: record.key }
    const answer = result.kind === 'read' ? result.value : undefined
    const runId = runOf(id, record.key)
    if (
      answer?.role !== 'answer' ||
      answer.id !== id ||
      answer.chatId !== record.chatId ||
      record.key !== journalKey(id, runId, 0)
    ) {
      const entry = found.find(({ key }) => key === record.key)
      if (entry !== undefined) damaged.push({ entry, reason: 'Its answer does not open.' })
    } else if (run === undefined || record.at > run.head.at)
      run = { id: runId, head: { at: record.at, answer } }
  }

  if (run === undefined) {
    // Without a head what follows it cannot be placed. A run that was being written when its reply was done
    // with has none either, but nobody asked for its words any more.
    const lost = damaged.length === 0 ? [] : placeless(found, opened, damaged)
    return { kind: 'read', answer: null, damaged: [...damaged, ...lost] }
  }

  const entries: JournalEntry[] = []
  let number = 1
  for (; ; number += 1) {
    const record = opened.get(journalKey(id, run.id, number))
    if (record?.kind !== 'entries') break
    entries.push(...record.entries)
  }
  const end = journalKey(id, run.id, number)
  const behind = found
    .filter(({ key }) => opened.has(key) && runOf(id, key) === run.id && key >= end)
    .map((entry) => ({ entry, reason: 'What comes before it is lost.' }))
  return {
    kind: 'read',
    answer: replay(run.head.answer, entries),
    damaged: [...damaged, ...behind],
  }
}

const placeless = (
  found: readonly Entry[],
  opened: ReadonlyMap<string, Opened>,
  damaged: readonly { readonly entry: Entry }[],
): { entry: Entry; reason: string }[] =>
  found
    .filter((entry) => opened.has(entry.key) && !damaged.some((lost) => lost.entry === entry))
    .map((entry) => ({ entry, reason: 'The beginning of its reply is lost.' }))

const runOf = (id: string, key: string): string =>
  key.slice(journalOf(id).length).split('/')[0] ?? ''

/** The same reader over the same pieces: to the character what the window would have held. */
function replay(head: Answer, entries: readonly JournalEntry[]): Answer {
  const reader = createReplyReader(head)
  let ending: Ending | undefined
  for (const entry of entries)
    switch (entry.kind) {
      case 'prompt':
        reader.startPrompt(entry.tokens)
        break
      case 'tokens':
        reader.push(entry.text, entry.at)
        break
      case 'end':
        reader.endSegment(entry.usage)
        ending = endingOf(entry.finish, reader.kind())
    }
  reader.flush()
  const answer = reader.read()
  return ending === undefined ? answer : endAnswer(answer, ending)
}

/**
 * Whether the reply ended with its segment, for certain. A stop may have been a person's or a step on the
 * way; a thought that ends by itself may have been sent on. Then it stays open, to be continued.
 */
function endingOf(
  finish: (JournalEntry & { kind: 'end' })['finish'],
  kind: 'reasoning' | 'answer',
): Ending | undefined {
  if (finish === 'length' || finish === 'context') return { kind: finish }
  return finish === 'stop' && kind === 'answer' ? { kind: 'stop' } : undefined
}
