import { createChat, type Chat, type ChatSettings } from '../../chat/chat.ts'
import { titleFrom } from '../../chat/chatTitle.ts'
import type { Draft, Unsent } from '../../chat/draft.ts'
import type { ChatId, Message, MessageId } from '../../chat/message.ts'
import type { Preset } from '../../presets/preset.ts'
import type { Settings } from '../../settings/settings.ts'
import { chatFormat } from '../chatRecord.ts'
import type { Entry } from '../database.ts'
import { draftFormat, unsentFormat } from '../draftRecord.ts'
import {
  chatKey,
  draftKey,
  kindOf,
  messageKey,
  presetKey,
  settingsKey,
  unsentKey,
} from '../keys.ts'
import { messageFormat } from '../messageRecord.ts'
import { presetFormat } from '../presetRecord.ts'
import { readRecord, type RecordFormat } from '../record.ts'
import { settingsFormat } from '../settingsRecord.ts'
import { sideKinds } from './backupFile.ts'

/** A record that another room keeps about a message; only that room knows what is in it. */
export interface Side {
  readonly kind: string
  readonly message: MessageId
  readonly value: Readonly<Record<string, unknown>>
}

export interface LibraryChat {
  readonly chat: Chat
  readonly messages: ReadonlyMap<MessageId, Message>
  readonly draft: Draft | null
  readonly sides: readonly Side[]
}

/** All that a person has here, or in a backup. */
export interface Library {
  readonly chats: ReadonlyMap<ChatId, LibraryChat>
  readonly presets: ReadonlyMap<string, Preset>
  readonly settings: Settings | null
  readonly unsent: Unsent | null
  /** Records that no version of this app can read. */
  readonly broken: number
  /** Records that a newer version wrote. */
  readonly newer: number
  /** Made from another app's file: what is here under the same ids came from the same chat. */
  readonly isForeign: boolean
}

/** Every record through its own door: what it is comes from the schema, never from the file's word. */
export function readLibrary(records: readonly Entry[], fallback: ChatSettings): Library {
  let broken = 0
  let newer = 0
  const chats = new Map<ChatId, Chat>()
  const messages = new Map<ChatId, Map<MessageId, Message>>()
  const drafts = new Map<ChatId, Draft>()
  const sides = new Map<ChatId, Side[]>()
  const presets = new Map<string, Preset>()
  let settings: Settings | null = null
  let unsent: Unsent | null = null

  function open<Value>(
    { key, value }: Entry,
    format: RecordFormat<Value>,
    keyOf: (value: Value) => string,
  ): Value | undefined {
    const result = readRecord(format, value)
    if (result.kind === 'read' && keyOf(result.value) === key) return result.value
    if (result.kind === 'newer') newer += 1
    else broken += 1
    return undefined
  }

  for (const entry of records) {
    const kind = kindOf(entry.key)
    if (kind === 'chat') {
      const chat = open(entry, chatFormat, ({ id }) => chatKey(id))
      if (chat !== undefined) chats.set(chat.id, chat)
    } else if (kind === 'message') {
      const message = open(entry, messageFormat, ({ chatId, id }) => messageKey(chatId, id))
      if (message !== undefined) entryOf(messages, message.chatId).set(message.id, message)
    } else if (kind === 'draft') {
      const draft = open(entry, draftFormat, ({ chatId }) => draftKey(chatId))
      if (draft !== undefined) drafts.set(draft.chatId, { text: draft.text, edits: draft.edits })
    } else if (kind === 'preset') {
      const preset = open(entry, presetFormat, ({ id }) => presetKey(id))
      if (preset !== undefined) presets.set(preset.id, preset)
    } else if (kind === 'settings')
      settings = open(entry, settingsFormat, () => settingsKey) ?? settings
    else if (kind === 'unsent') unsent = open(entry, unsentFormat, () => unsentKey) ?? unsent
    else if (sideKinds.has(kind)) {
      const found = readSide(entry)
      if (found === undefined) broken += 1
      else if (!sides.get(found.chat)?.push(found.side)) sides.set(found.chat, [found.side])
    }
  }

  const whole = new Map<ChatId, LibraryChat>()
  for (const id of new Set([...chats.keys(), ...messages.keys()])) {
    const own = messages.get(id) ?? new Map<MessageId, Message>()
    whole.set(id, {
      chat: chats.get(id) ?? chatAround(id, [...own.values()], fallback),
      messages: own,
      draft: drafts.get(id) ?? null,
      sides: (sides.get(id) ?? []).filter(({ message }) => own.has(message)),
    })
  }
  return { chats: whole, presets, settings, unsent, broken, newer, isForeign: false }
}

function entryOf(
  messages: Map<ChatId, Map<MessageId, Message>>,
  id: ChatId,
): Map<MessageId, Message> {
  const known = messages.get(id) ?? new Map<MessageId, Message>()
  messages.set(id, known)
  return known
}

const sideKey = /^[a-z]+\/([\w-]{1,128})\/([\w-]{1,128})$/

function readSide({ key, value }: Entry): { chat: ChatId; side: Side } | undefined {
  const [, chat, message] = sideKey.exec(key) ?? []
  if (chat === undefined || message === undefined) return undefined
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !('v' in value))
    return undefined
  return { chat, side: { kind: kindOf(key), message, value: { ...value } } }
}

/** Messages whose chat's own record is lost are a chat all the same. */
function chatAround(id: ChatId, messages: readonly Message[], fallback: ChatSettings): Chat {
  const times = messages.map(({ createdAt }) => createdAt)
  const oldest = messages.toSorted((one, other) => one.createdAt - other.createdAt)
  const first = oldest.find((message) => message.role === 'question')
  const chat = createChat(
    id,
    times.reduce((one, other) => Math.min(one, other)),
    fallback,
  )
  return {
    ...chat,
    updatedAt: times.reduce((one, other) => Math.max(one, other)),
    ...(first === undefined ? {} : { title: titleFrom(first.text) }),
  }
}
