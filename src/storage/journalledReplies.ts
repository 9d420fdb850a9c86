import type { ChatState } from '../chat/chatState.ts'
import type { Message, MessageId } from '../chat/message.ts'
import type { Change } from './database.ts'

/** Replies that were live in this window, and whose end is not on the disk yet: they may have a journal. */
export interface JournalledReplies {
  /** These are being written. */
  add(live: ChatState['live']): void
  /** Those whose journal a write makes useless: their whole message is in it, or it deletes them. */
  endedBy(changes: readonly Change[]): readonly MessageId[]
  /** What ended them is on the disk, and their journal is gone, unless one is being written again. */
  forget(ended: readonly MessageId[], live: ChatState['live']): void
  isAny(): boolean
}

export function createJournalledReplies(): JournalledReplies {
  const replies = new Set<MessageId>()
  return {
    add(live) {
      for (const { answer } of live.values()) replies.add(answer.id)
    },
    endedBy: (changes) =>
      changes.flatMap((change) => {
        const [room, , id] = change.key.split('/')
        if (room !== 'message' || id === undefined) return []
        if (change.kind === 'delete') return [id]
        return change.kind === 'put' && replies.has(id) && isWhole(change.value) ? [id] : []
      }),
    forget(ended, live) {
      const writing = new Set([...live.values()].map(({ answer }) => answer.id))
      for (const id of ended) if (!writing.has(id)) replies.delete(id)
    },
    isAny: () => replies.size > 0,
  }
}

/** Of a record as `messageToRecord` makes it. */
const isWhole = (record: unknown): boolean => {
  const message = record as Message
  return message.role === 'answer' && message.ending.kind !== 'open'
}
