import type { ChatId } from '../../chat/message.ts'
import type { Entry } from '../database.ts'
import { sizeOf } from '../rawJson.ts'

/** Bytes of each chat and all that belongs to it. */
export function chatSizes(records: readonly Entry[]): ReadonlyMap<ChatId, number> {
  const sizes = new Map<ChatId, number>()
  for (const { key, value } of records) {
    const chat = key.split('/')[1]
    if (chat !== undefined) sizes.set(chat, (sizes.get(chat) ?? 0) + sizeOf(value))
  }
  return sizes
}
