import { answerNow, type ChatState } from '../chat/chatState.ts'
import type { Chat } from '../chat/chat.ts'
import type { ChatId } from '../chat/message.ts'
import type { MessageTree } from '../chat/messageTree.ts'
import type { Settings } from '../settings/settings.ts'
import { chatToRecord } from './chatRecord.ts'
import type { Change } from './database.ts'
import { chatKey, messageKey, settingsKey } from './keys.ts'
import { messageToRecord } from './messageRecord.ts'
import { settingsToRecord } from './settingsRecord.ts'

/** What disk and window agree on. Nothing changes in place, so the same object is the same record. */
export interface Snapshot {
  readonly chats: ReadonlyMap<ChatId, Chat>
  readonly trees: ReadonlyMap<ChatId, MessageTree>
  readonly settings: Settings | null
}

/** The window's state as it is to be stored: loaded trees, with the live answers' text so far. */
export function takeSnapshot(state: ChatState, settings: Settings): Snapshot {
  const trees = new Map<ChatId, MessageTree>()
  for (const [id, thread] of state.threads)
    if (thread.status === 'loaded') trees.set(id, withLiveAnswer(state, id, thread.tree))
  return { chats: state.chats, trees, settings }
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
  if (next.settings !== null && next.settings !== saved.settings)
    put(settingsKey, settingsToRecord(next.settings))
  return changes
}

function withLiveAnswer(state: ChatState, id: ChatId, tree: MessageTree): MessageTree {
  const live = state.live.get(id)?.answer
  const stored = live === undefined ? undefined : tree.get(live.id)
  return stored?.role === 'answer' ? new Map(tree).set(stored.id, answerNow(state, stored)) : tree
}
