import { createChat, type Chat, type ChatSettings } from '../chat/chat.ts'
import { titleFrom } from '../chat/chatTitle.ts'
import type { Draft, Unsent } from '../chat/draft.ts'
import type { LensRecord } from '../chat/lensStore.ts'
import type { ChatId, Message, MessageId } from '../chat/message.ts'
import { childrenOf, type MessageTree } from '../chat/messageTree.ts'
import type { Preset } from '../presets/preset.ts'
import type { Settings } from '../settings/settings.ts'
import { setAside, type BrokenRecord } from './brokenRecords.ts'
import { chatFormat } from './chatRecord.ts'
import type { Database, Entry } from './database.ts'
import { draftFormat, unsentFormat } from './draftRecord.ts'
import {
  chatKey,
  chatPrefix,
  draftKey,
  draftPrefix,
  lensKey,
  lensPrefix,
  messageKey,
  messagePrefix,
  presetKey,
  presetPrefix,
  settingsKey,
  unsentKey,
} from './keys.ts'
import { lensFormat } from './lensRecord.ts'
import { mendTree } from './mendTree.ts'
import { messageFormat } from './messageRecord.ts'
import { presetFormat } from './presetRecord.ts'
import { readRecord, type RecordFormat } from './record.ts'
import { settingsFormat } from './settingsRecord.ts'

/** What was read, and the records that could not be: they are told to `onBroken`, the rest opens. */
export interface ChatRepository {
  listChats(): Promise<FoundChats>
  loadTree(chat: Chat): Promise<MessageTree>
  /** One message, if it opens; a broken one is left to `loadTree`. */
  loadMessage(chat: ChatId, id: MessageId): Promise<Message | null>
  /** The probabilities that are kept of a chat's replies. */
  loadLenses(chat: ChatId): Promise<readonly LensRecord[]>
  loadDrafts(): Promise<ReadonlyMap<ChatId, Draft>>
  loadUnsent(): Promise<Unsent | null>
  loadSettings(): Promise<Settings | null>
  loadPresets(): Promise<readonly Preset[]>
}

export interface FoundChats {
  readonly stored: readonly Chat[]
  /** Made anew around the messages of a chat whose own record is lost; not on disk yet. */
  readonly rescued: readonly Chat[]
}

export interface ChatRepositoryDeps {
  readonly database: Database
  readonly onBroken: (record: BrokenRecord) => void
  readonly now: () => number
  /** For a chat whose own record is lost and whose messages are not. */
  readonly fallback: () => ChatSettings
}

export function createChatRepository(deps: ChatRepositoryDeps): ChatRepository {
  const { database, onBroken, now } = deps

  /** The value of an entry, or nothing if it is broken (then it is moved aside) or newer (then it stays). */
  async function open<Value extends object>(
    { key, value }: Entry,
    format: RecordFormat<Value>,
    belongs: (value: Value) => boolean,
  ): Promise<Value | 'broken' | 'newer'> {
    const result = readRecord(format, value)
    if (result.kind === 'read' && belongs(result.value)) return result.value
    if (result.kind === 'newer') {
      onBroken({ key, kind: 'newer', reason: 'It was written by a newer version of this app.' })
      return 'newer'
    }
    const reason = result.kind === 'broken' ? result.reason : 'It stands under the key of another.'
    // A full disk refuses even this; the record then stays where it is, and the rest opens all the same.
    await setAside(database, { key, value }, reason, now()).catch(() => undefined)
    onBroken({ key, kind: 'broken', reason })
    return 'broken'
  }

  /** The value of a key that there is one of. */
  async function openOne<Value extends object>(
    key: string,
    format: RecordFormat<Value>,
  ): Promise<Value | null> {
    const value = await database.read(key)
    const opened = value === undefined ? null : await open({ key, value }, format, () => true)
    return typeof opened === 'object' ? opened : null
  }

  async function loadMessages(id: ChatId): Promise<readonly Message[]> {
    const messages: Message[] = []
    for (const entry of await database.readAll(messagePrefix(id))) {
      const message = await open(
        entry,
        messageFormat,
        (value) => value.chatId === id && messageKey(id, value.id) === entry.key,
      )
      if (typeof message === 'object') messages.push(message)
    }
    return messages
  }

  async function rescueChat(id: ChatId): Promise<Chat | null> {
    const messages = await loadMessages(id)
    if (messages.length === 0) return null
    const times = messages.map(({ createdAt }) => createdAt)
    const chat = {
      ...createChat(id, Math.min(...times), deps.fallback()),
      updatedAt: Math.max(...times),
    }
    const first = childrenOf(mendTree(chat, messages), null)[0]
    return first?.role === 'question' ? { ...chat, title: titleFrom(first.text) } : chat
  }

  return {
    async listChats() {
      const stored: Chat[] = []
      const rescued: Chat[] = []
      for (const entry of await database.readAll(chatPrefix)) {
        const chat = await open(entry, chatFormat, ({ id }) => chatKey(id) === entry.key)
        if (typeof chat === 'object') stored.push(chat)
        else if (chat === 'broken') {
          const found = await rescueChat(entry.key.slice(chatPrefix.length))
          if (found !== null) rescued.push(found)
        }
      }
      return { stored, rescued }
    },

    loadTree: async (chat) => mendTree(chat, await loadMessages(chat.id)),

    async loadMessage(chat, id) {
      const result = readRecord(messageFormat, await database.read(messageKey(chat, id)))
      return result.kind === 'read' ? result.value : null
    },

    async loadLenses(chat) {
      const lenses: LensRecord[] = []
      for (const entry of await database.readAll(lensPrefix(chat))) {
        const lens = await open(
          entry,
          lensFormat,
          ({ chatId, messageId }) => chatId === chat && lensKey(chat, messageId) === entry.key,
        )
        if (typeof lens === 'object') lenses.push(lens)
      }
      return lenses
    },

    async loadDrafts() {
      const drafts = new Map<ChatId, Draft>()
      for (const entry of await database.readAll(draftPrefix)) {
        const draft = await open(entry, draftFormat, ({ chatId }) => draftKey(chatId) === entry.key)
        if (typeof draft !== 'object') continue
        const { chatId, text, edits } = draft
        drafts.set(chatId, { text, edits })
      }
      return drafts
    },

    async loadPresets() {
      const presets: Preset[] = []
      for (const entry of await database.readAll(presetPrefix)) {
        const preset = await open(entry, presetFormat, ({ id }) => presetKey(id) === entry.key)
        if (typeof preset === 'object') presets.push(preset)
      }
      return presets
    },

    loadUnsent: () => openOne(unsentKey, unsentFormat),
    loadSettings: () => openOne(settingsKey, settingsFormat),
  }
}
