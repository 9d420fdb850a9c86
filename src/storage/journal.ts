import type { Answer } from '../chat/message.ts'
import type { JournalEntry, OpenJournal } from '../engine/journal.ts'
import type { Change, Database } from './database.ts'
import { journalToRecord } from './journalRecord.ts'
import { journalKey, journalOf } from './keys.ts'
import { messageToRecord } from './messageRecord.ts'

export interface JournalDeps {
  readonly database: Pick<Database, 'write'>
  readonly createId: () => string
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/**
 * Keeps replies as they are written, for the worker. Its writes are relaxed: what the system has been handed
 * outlives a kill of the tab and of the whole browser, which is what happens; only the machine's own death
 * takes the last seconds. A strict one waits for the medium (0.62 ms against 0.26 on a server's disk, by
 * bench/journal; 22 times as long where durability was first measured, web-platform-tests 18817), and
 * everybody else's transactions wait too, twenty times a second. When the turn ends the window writes the whole message strictly, in one transaction with the end of the journal.
 */
export const createJournal =
  ({ database, createId, now }: JournalDeps): OpenJournal =>
  ({ reply, head }) => {
    const run = createId()
    const at = now()
    // Only `chat` fills it, and only with the answer that it is about to write.
    const answer = head as Answer
    let next = 0

    const put = (number: number, value: unknown): Change => ({
      kind: 'put',
      key: journalKey(reply, run, number),
      value,
    })

    return {
      async append(entries: readonly JournalEntry[]) {
        const begin: readonly Change[] = [
          { kind: 'delete all', key: journalOf(reply) },
          put(
            0,
            journalToRecord({
              kind: 'head',
              at,
              chatId: answer.chatId,
              answer: messageToRecord(answer),
            }),
          ),
        ]
        const number = Math.max(1, next)
        await database.write([
          ...(next === 0 ? begin : []),
          put(number, journalToRecord({ kind: 'entries', entries })),
        ])
        next = number + 1
      },
    }
  }
