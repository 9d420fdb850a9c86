import type { Chat, ChatSettings } from '../chat/chat.ts'
import { answerNow, selectDraft, type ChatState } from '../chat/chatState.ts'
import { isEmptyDraft, type Draft } from '../chat/draft.ts'
import type { LensRecord } from '../chat/lensStore.ts'
import type { ChatId, MessageId } from '../chat/message.ts'
import type { MessageTree } from '../chat/messageTree.ts'
import type { Preset } from '../presets/preset.ts'
import type { Settings } from '../settings/settings.ts'
import { chatToRecord } from './chatRecord.ts'
import type { Change } from './database.ts'
import { draftToRecord, unsentToRecord } from './draftRecord.ts'
import { lensToRecord } from './lensRecord.ts'
import {
  chatKey,
  draftKey,
  lensKey,
  messageKey,
  presetKey,
  settingsKey,
  unsentKey,
} from './keys.ts'
import { messageToRecord } from './messageRecord.ts'
import { presetToRecord } from './presetRecord.ts'
import { settingsToRecord } from './settingsRecord.ts'

/** What disk and window agree on. Nothing changes in place, so the same object is the same record. */
export interface Snapshot {
  readonly chats: ReadonlyMap<ChatId, Chat>
  readonly trees: ReadonlyMap<ChatId, MessageTree>
  readonly drafts: ReadonlyMap<ChatId, Draft>
  readonly unsent: UnsentChat | null
  readonly settings: Settings | null
  readonly presets: ReadonlyMap<string, Preset>
  readonly lenses: ReadonlyMap<MessageId, LensRecord>
}

/** Nothing while the new chat is as every new chat. */
interface UnsentChat {
  readonly chat: Chat
  readonly draft: Draft
}

export const emptySnapshot: Snapshot = {
  chats: new Map(),
  trees: new Map(),
  drafts: new Map(),
  unsent: null,
  settings: null,
  presets: new Map(),
  lenses: new Map(),
}

/** The window's state as it is to be stored: loaded trees, with the live answers' text so far. */
export function takeSnapshot(
  state: ChatState,
  settings: Settings,
  presets: Snapshot['presets'] = new Map(),
  lenses: Snapshot['lenses'] = new Map(),
): Snapshot {
  const trees = new Map<ChatId, MessageTree>()
  for (const [id, thread] of state.threads)
    if (thread.status === 'loaded') trees.set(id, withLiveAnswer(state, id, thread.tree))
  // What lies in the bin is stored like all the rest.
  const chats = new Map([...state.chats, ...state.bin])
  const drafts = new Map(
    [...state.drafts].filter(([id, draft]) => chats.has(id) && !isEmptyDraft(draft)),
  )
  return {
    chats,
    trees,
    drafts,
    unsent: unsentChat(state, settings),
    settings,
    presets,
    lenses: new Map([...lenses].filter(([id, { chatId }]) => trees.get(chatId)?.has(id))),
  }
}

function unsentChat(state: ChatState, { chat: usual }: Settings): UnsentChat | null {
  const { unsent: chat } = state
  const draft = selectDraft(chat.id)(state)
  const isUsual = describeSettings(chat) === describeSettings(usual)
  return isUsual && draft.text === '' ? null : { chat, draft }
}

const describeSettings = (settings: ChatSettings): string => {
  const { model, system, sampling, thinking, format, lens } = settings
  return JSON.stringify([model, system, sampling, thinking, format, lens === true])
}

/** The records that differ, and no other: one write for each message, chat or settings that changed. */
export function pendingChanges(saved: Snapshot, next: Snapshot): readonly Change[] {
  const changes: Change[] = []
  const put = (key: string, value: unknown): void => void changes.push({ kind: 'put', key, value })
  const remove = (key: string): void => void changes.push({ kind: 'delete', key })

  for (const [id, chat] of next.chats) {
    if (saved.chats.get(id) !== chat) put(chatKey(id), chatToRecord(chat))
    const before = saved.trees.get(id)
    const tree = next.trees.get(id)
    if (tree === undefined || tree === before) continue
    for (const message of tree.values())
      if (before?.get(message.id) !== message)
        put(messageKey(id, message.id), messageToRecord(message))
    for (const message of before?.keys() ?? [])
      if (!tree.has(message)) remove(messageKey(id, message))
  }
  for (const id of saved.chats.keys())
    if (!next.chats.has(id)) {
      remove(chatKey(id))
      // One by one, not by range: a record from a newer app is not ours to delete.
      for (const message of saved.trees.get(id)?.keys() ?? []) remove(messageKey(id, message))
    }
  for (const [id, lens] of next.lenses)
    if (saved.lenses.get(id) !== lens) put(lensKey(lens.chatId, id), lensToRecord(lens))
  // It goes away with its message, and comes back with it.
  for (const [id, { chatId }] of saved.lenses) if (!next.lenses.has(id)) remove(lensKey(chatId, id))
  for (const [id, draft] of next.drafts)
    if (saved.drafts.get(id) !== draft) put(draftKey(id), draftToRecord(id, draft))
  for (const id of saved.drafts.keys()) if (!next.drafts.has(id)) remove(draftKey(id))
  if (next.unsent === null) {
    if (saved.unsent !== null) remove(unsentKey)
  } else if (saved.unsent?.chat !== next.unsent.chat || saved.unsent.draft !== next.unsent.draft) {
    const { chat, draft } = next.unsent
    put(unsentKey, unsentToRecord({ ...chat, text: draft.text }))
  }
  if (next.settings !== null && next.settings !== saved.settings)
    put(settingsKey, settingsToRecord(next.settings))
  for (const [id, preset] of next.presets)
    if (saved.presets.get(id) !== preset) put(presetKey(id), presetToRecord(preset))
  for (const id of saved.presets.keys()) if (!next.presets.has(id)) remove(presetKey(id))
  return changes
}

function withLiveAnswer(state: ChatState, id: ChatId, tree: MessageTree): MessageTree {
  const live = state.live.get(id)?.answer
  const stored = live === undefined ? undefined : tree.get(live.id)
  return stored?.role === 'answer' ? new Map(tree).set(stored.id, answerNow(state, stored)) : tree
}
