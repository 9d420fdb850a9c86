import type { Message, MessageId } from '../chat/message.ts'
import type { Change } from './database.ts'

/**
 * The replies whose journal a write makes useless: those whose whole message it holds, and those that it
 * deletes. `journalled` are those that may have one.
 */
export function endedReplies(
  changes: readonly Change[],
  journalled: ReadonlySet<MessageId>,
): readonly MessageId[] {
  return changes.flatMap((change) => {
    const [room, , id] = change.key.split('/')
    if (room !== 'message' || id === undefined) return []
    if (change.kind === 'delete') return [id]
    return change.kind === 'put' && journalled.has(id) && isWhole(change.value) ? [id] : []
  })
}

/** Of a record as `messageToRecord` makes it. */
const isWhole = (record: unknown): boolean => {
  const message = record as Message
  return message.role === 'answer' && message.ending.kind !== 'open'
}
