import type { Chat } from '../../src/chat/chat.ts'
import type { Message } from '../../src/chat/message.ts'
import { chatToRecord } from '../../src/storage/chatRecord.ts'
import type { Entry } from '../../src/storage/database.ts'
import { chatKey, messageKey } from '../../src/storage/keys.ts'
import { messageToRecord } from '../../src/storage/messageRecord.ts'

/** A chat and its messages as they stand on a disk. */
export const chatEntries = (chat: Chat, messages: readonly Message[]): readonly Entry[] => [
  { key: chatKey(chat.id), value: chatToRecord(chat) },
  ...messages.map((message) => ({
    key: messageKey(chat.id, message.id),
    value: messageToRecord(message),
  })),
]
