import type { Chat } from '../../chat/chat.ts'
import {
  conversationOf,
  selectDraft,
  withChat,
  withoutChat,
  withThread,
  type ChatState,
} from '../../chat/chatState.ts'
import { furtherMessage } from '../../chat/mergeMessages.ts'
import type { ChatId, Message, MessageId } from '../../chat/message.ts'
import { pathTo, subtreeOf, type MessageTree } from '../../chat/messageTree.ts'
import { chatFormat, chatToRecord } from '../chatRecord.ts'
import { chatPrefix } from '../keys.ts'
import { isSameMessage, messageFormat } from '../messageRecord.ts'
import type { Snapshot } from '../pendingChanges.ts'
import { readRecord, type RecordFormat } from '../record.ts'
import { kindOf, messageIds, type Fields } from './formats.ts'
import { isSame, mergeFields } from './mergeFields.ts'
import type { SyncedParts } from './tabSync.ts'

/** Chats and messages as they are on the disk now; undefined for those that are not. */
export function takeChats(parts: SyncedParts, found: ReadonlyMap<string, unknown>): void {
  const news = new Map<ChatId, Map<MessageId, Message | undefined>>()
  for (const [key, raw] of found) {
    if (kindOf(key) !== 'message') continue
    const ids = messageIds(key)
    const ofChat = news.get(ids.chat) ?? new Map<MessageId, Message | undefined>()
    news.set(ids.chat, ofChat.set(ids.message, raw === undefined ? undefined : readMessage(raw)))
  }
  for (const [key, raw] of found) {
    if (kindOf(key) !== 'chat') continue
    const id = key.slice(chatPrefix.length)
    if (raw === undefined) takeDeletedChat(parts, id)
    else takeChat(parts, id, read(chatFormat, raw))
  }
  for (const [id, messages] of news) takeMessages(parts, id, messages)
}

function takeChat({ chats, saved, setSaved }: SyncedParts, id: ChatId, there: Chat): void {
  const state = chats.getState()
  const base = saved().chats.get(id)
  const here = state.chats.get(id)
  // Deleted here a moment ago: the write will find out who was first.
  if (here === undefined && base !== undefined) return
  const merged = here === undefined ? there : mergeChats(base, here, there)
  const isSettled = isSame(chatToRecord(merged), chatToRecord(there))
  setSaved({
    ...saved(),
    chats: new Map(saved().chats).set(id, isSettled ? merged : there),
  })
  chats.takeIn((now) => {
    const known = withChat({ ...now, chats: new Map(now.chats).set(id, merged) }, merged)
    if (now.removed?.kind !== 'chat' || now.removed.conversation.chat.id !== id) return known
    // Another tab changed what was deleted here: it is kept, and only this tab may have its messages.
    const { tree } = now.removed.conversation
    setSaved({ ...saved(), trees: new Map(saved().trees).set(id, new Map()) })
    return { ...withThread(known, id, { status: 'loaded', tree }), removed: null }
  })
}

function mergeChats(base: Chat | undefined, here: Chat, there: Chat): Chat {
  const [before, mine, theirs] = [base ?? there, here, there].map(
    (chat) => chatToRecord(chat) as Fields,
  ) as [Fields, Fields, Fields]
  if (isSame(mine, theirs)) return here
  return read(chatFormat, mergeFields('chat', base === undefined ? {} : before, mine, theirs))
}

/** Another tab deleted it. What was changed here since is kept, and so is a chat that is being typed in. */
function takeDeletedChat({ chats, saved, setSaved }: SyncedParts, id: ChatId): void {
  const state = chats.getState()
  const here = state.chats.get(id)
  const before = saved()
  const isChanged =
    here !== undefined &&
    (here !== before.chats.get(id) ||
      state.live.has(id) ||
      selectDraft(id)(state).text !== '' ||
      selectDraft(id)(state).edits.size > 0 ||
      hasChangedTree(state, before, id))
  const known = new Map(before.chats)
  known.delete(id)
  const trees = new Map(before.trees)
  trees.delete(id)
  setSaved({ ...before, chats: known, trees })
  if (here !== undefined && !isChanged) chats.takeIn((now) => withoutChat(now, id))
}

function hasChangedTree(state: ChatState, saved: Snapshot, id: ChatId): boolean {
  const thread = state.threads.get(id)
  const tree = saved.trees.get(id)
  if (thread?.status !== 'loaded' || tree === thread.tree) return false
  return [...thread.tree.values()].some((message) => tree?.get(message.id) !== message)
}

function takeMessages(
  { chats, saved, setSaved }: SyncedParts,
  id: ChatId,
  news: ReadonlyMap<MessageId, Message | undefined>,
): void {
  const here = conversationOf(chats.getState(), id)?.tree
  // Read with the rest of its chat when that is opened.
  if (here === undefined || !chats.getState().chats.has(id)) return
  const live = chats.getState().live.get(id)?.answer
  const tree = new Map(here)
  const known = new Map(saved().trees.get(id) ?? here)
  for (const [message, there] of news)
    if (there !== undefined) {
      known.set(message, there)
      const mine = here.get(message)
      if (mine === undefined) tree.set(message, there)
      else if (message !== live?.id) {
        const further = furtherMessage(mine, there)
        const isSettled = isSameMessage(further, there)
        tree.set(message, further)
        if (isSettled) known.set(message, further)
      }
    }
  for (const [message, there] of news)
    if (there === undefined) {
      if (!isNeeded(tree, message, news, known, live?.id)) tree.delete(message)
      known.delete(message)
    }
  setSaved({ ...saved(), trees: new Map(saved().trees).set(id, known) })
  chats.takeIn((now) => withThread(now, id, { status: 'loaded', tree }))
  void chats.lookElsewhere(id)
}

/** A deleted message is kept while something that another tab did not delete hangs under it. */
function isNeeded(
  tree: MessageTree,
  id: MessageId,
  news: ReadonlyMap<MessageId, Message | undefined>,
  known: MessageTree,
  live: MessageId | undefined,
): boolean {
  const message = tree.get(id)
  if (message === undefined) return false
  if (live !== undefined && pathTo(tree, live).some((each) => each.id === id)) return true
  return subtreeOf(tree, message).some(
    (each) => (each.id !== id && !isGone(news, each.id)) || known.get(each.id) !== each,
  )
}

const isGone = (news: ReadonlyMap<MessageId, Message | undefined>, id: MessageId): boolean =>
  news.has(id) && news.get(id) === undefined

const readMessage = (raw: unknown): Message => read(messageFormat, raw)

/** Only of what was found to be readable. */
function read<Value>(format: RecordFormat<Value>, raw: unknown): Value {
  const result = readRecord(format, raw)
  if (result.kind !== 'read') throw new Error('A record that was read does not open.')
  return result.value
}
