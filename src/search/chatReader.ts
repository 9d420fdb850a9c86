import type { Chat } from '../chat/chat.ts'
import type { ChatId } from '../chat/message.ts'
import { chatFormat } from '../storage/chatRecord.ts'
import type { Database } from '../storage/database.ts'
import { chatPrefix, kindOf, messagePrefix } from '../storage/keys.ts'
import { messageFormat } from '../storage/messageRecord.ts'
import { readRecord } from '../storage/record.ts'
import { entriesOfChat, entriesOfMessage } from './entry.ts'
import { cutSnippet, pickFound } from './hit.ts'
import { termsOf } from './foldText.ts'
import type { SearchAnswer } from './protocol.ts'
import { createSearchIndex } from './searchIndex.ts'

/** The index of what is on the disk: filled chat by chat, then kept up to date record by record. */
export interface ChatReader {
  /** Reads everything, the newest chats first; after each, what was read so far can be found. */
  readAll(onRead: (done: number, total: number) => void): Promise<void>
  /** These records were written or deleted. */
  readAgain(keys: readonly string[]): Promise<void>
  search(query: string, now: number): Omit<SearchAnswer, 'ms'>
}

export function createChatReader(database: Database): ChatReader {
  const chats = new Map<ChatId, Chat>()
  const index = createSearchIndex(({ chatId }) => chats.has(chatId))
  let isWhole = false

  /** Records that do not open are left alone here: the window sets them aside. */
  function put(key: string, value: unknown): void {
    if (key.startsWith(chatPrefix)) {
      const id = key.slice(chatPrefix.length)
      const result = readRecord(chatFormat, value)
      const chat =
        result.kind === 'read' && result.value.deletedAt === undefined ? result.value : null
      if (chat === null) chats.delete(id)
      else chats.set(id, chat)
      index.put(key, chat === null ? [] : entriesOfChat(chat))
    } else if (kindOf(key) === 'message') {
      const result = readRecord(messageFormat, value)
      index.put(key, result.kind === 'read' ? entriesOfMessage(result.value) : [])
    }
  }

  return {
    async readAll(onRead) {
      for (const { key, value } of await database.readAll(chatPrefix)) put(key, value)
      const newestFirst = [...chats.values()].toSorted((a, b) => b.updatedAt - a.updatedAt)
      for (const [done, { id }] of newestFirst.entries()) {
        onRead(done, newestFirst.length)
        for (const { key, value } of await database.readAll(messagePrefix(id))) put(key, value)
      }
      isWhole = true
      onRead(newestFirst.length, newestFirst.length)
    },

    async readAgain(keys) {
      for (const key of keys) {
        const value = await database.read(key)
        const wasKnown = key.startsWith(chatPrefix) && chats.has(key.slice(chatPrefix.length))
        put(key, value)
        // A chat that came back, from the bin or a file: its messages may never have been read.
        if (!key.startsWith(chatPrefix) || wasKnown || value === undefined) continue
        const id = key.slice(chatPrefix.length)
        for (const entry of await database.readAll(messagePrefix(id))) put(entry.key, entry.value)
      }
    },

    search(query, now) {
      const terms = termsOf(query)
      const found = index.search(query, now)
      const hits = pickFound(found).map((one) => ({
        chatId: one.entry.chatId,
        message: one.entry.message,
        kind: one.entry.kind,
        title: chats.get(one.entry.chatId)?.title ?? '',
        snippet: cutSnippet(one, terms),
      }))
      return { hits, places: found.length, isWhole }
    },
  }
}
