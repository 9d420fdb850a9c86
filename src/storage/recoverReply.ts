import { markCrash } from '../chat/answer.ts'
import { createChat } from '../chat/chat.ts'
import { countTokens } from '../chat/mergeMessages.ts'
import type { Answer } from '../chat/message.ts'
import { setAside, type BrokenRecord } from './brokenRecords.ts'
import { chatToRecord } from './chatRecord.ts'
import type { Change, Database, Entry } from './database.ts'
import { chatKey, journalOf, messageKey } from './keys.ts'
import { laterReply } from './laterReply.ts'
import { isSameMessage, messageFormat, messageToRecord } from './messageRecord.ts'
import { readJournal } from './readJournal.ts'
import { readRecord } from './record.ts'

export interface RecoveryDeps {
  readonly database: Database
  readonly onBroken: (record: BrokenRecord) => void
  readonly now: () => number
}

export interface Recovered {
  readonly answer: Answer
  /** Why it could not be written down; then it stands in the journal as before. */
  readonly error: unknown
}

/**
 * A reply that nobody writes any more, from its message and its journal: the later of the two takes the
 * message's place, and the journal goes with the same transaction. Null if there was none, or no use for it.
 * Only for him who holds the answer's lock.
 */
export async function recoverReply(deps: RecoveryDeps, id: string): Promise<Recovered | null> {
  const { database, onBroken, now } = deps
  const found = await database.readAll(journalOf(id))
  if (found.length === 0) return null
  const journal = readJournal(id, found)
  if (journal.kind === 'newer') {
    onBroken({ key: journal.key, kind: 'newer', reason: newer })
    return null
  }
  for (const { entry, reason } of journal.damaged) await putAside(entry, reason)
  const { answer } = journal
  const stored = answer === null ? null : await readStored(answer)
  if (stored === 'newer') return null
  const recovered = answer === null ? null : merge(stored, answer)
  const changes = recovered === null ? [] : await changesFor(recovered, stored)
  try {
    await database.write([...changes, { kind: 'delete all', key: journalOf(id) }])
    return recovered === null || changes.length === 0
      ? null
      : { answer: recovered, error: undefined }
  } catch (error) {
    return recovered === null ? null : { answer: recovered, error }
  }

  async function putAside(entry: Entry, reason: string): Promise<void> {
    // A full disk refuses even this; the record then stays where it is.
    await setAside(database, entry, reason, now()).catch(() => undefined)
    onBroken({ key: entry.key, kind: 'broken', reason })
  }

  async function readStored({ chatId }: Answer): Promise<Answer | null | 'newer'> {
    const key = messageKey(chatId, id)
    const value = await database.read(key)
    if (value === undefined) return null
    const result = readRecord(messageFormat, value)
    if (result.kind === 'newer') return 'newer'
    if (result.kind === 'read' && result.value.role === 'answer') return result.value
    const reason = result.kind === 'broken' ? result.reason : 'It stands under the key of another.'
    await putAside({ key, value }, reason)
    return null
  }

  /** Null: not one token was drawn, and nobody has the message any more. */
  function merge(known: Answer | null, journalled: Answer): Answer | null {
    if (known === null && countTokens(journalled) === 0) return null
    const later = known === null ? journalled : laterReply(known, journalled)
    return later.ending.kind === 'open' ? markCrash(later) : later
  }

  async function changesFor(later: Answer, known: Answer | null): Promise<readonly Change[]> {
    if (known !== null && isSameMessage(later, known)) return []
    const puts: Change[] = [
      { kind: 'put', key: messageKey(later.chatId, id), value: messageToRecord(later) },
    ]
    // A delete takes the journal along: a chat that is not there was never written.
    if ((await database.read(chatKey(later.chatId))) === undefined) {
      const chat = createChat(later.chatId, later.createdAt, later)
      puts.push({ kind: 'put', key: chatKey(chat.id), value: chatToRecord(chat) })
    }
    return puts
  }
}

const newer = 'It was written by a newer version of this app.'
