import type { Chat } from '../../chat/chat.ts'
import { withoutUndo } from '../../chat/bin.ts'
import {
  selectDraft,
  withBinned,
  withoutBinned,
  withoutChat,
  withThread,
  type ChatState,
} from '../../chat/chatState.ts'
import { isEmptyDraft } from '../../chat/draft.ts'
import { furtherMessage } from '../../chat/mergeMessages.ts'
import type { ChatId, Message, MessageId } from '../../chat/message.ts'
import { pathTo, subtreeOf, type MessageTree } from '../../chat/messageTree.ts'
import { chatFormat, chatToRecord } from '../chatRecord.ts'
import { chatPrefix } from '../keys.ts'
import { isSameMessage, messageFormat } from '../messageRecord.ts'
import type { Snapshot } from '../pendingChanges.ts'
import { readRecord, type RecordFormat } from '../record.ts'
import { sharedKindOf, messageIds, type Fields } from './formats.ts'
import { isSame, mergeFields } from './mergeFields.ts'
import type { SyncedParts } from './tabSync.ts'

/** Chats and messages as they are on the disk now; undefined for those that are not. */
export function takeChats(parts: SyncedParts, found: ReadonlyMap<string, unknown>): void {
  const news = new Map<ChatId, Map<MessageId, Message | undefined>>()
  for (const [key, raw] of found) {
    if (sharedKindOf(key) !== 'message') continue
    const ids = messageIds(key)
    const ofChat = news.get(ids.chat) ?? new Map<MessageId, Message | undefined>()
    news.set(ids.chat, ofChat.set(ids.message, raw === undefined ? undefined : readMessage(raw)))
  }
  for (const [key, raw] of found) {
    if (sharedKindOf(key) !== 'chat') continue
    const id = key.slice(chatPrefix.length)
    if (raw === undefined) takeDeletedChat(parts, id)
    else takeChat(parts, id, read(chatFormat, raw))
  }
  for (const [id, messages] of news) takeMessages(parts, id, messages)
}

function takeChat(parts: SyncedParts, id: ChatId, there: Chat): void {
  const { chats, saved, setSaved } = parts
  const state = chats.getState()
  const base = saved().chats.get(id)
  const here = chatOf(state, id)
  // Deleted here a moment ago: the write will find out who was first.
  if (here === undefined && base !== undefined) return
  const isThrownAway = there.deletedAt !== undefined && here?.deletedAt === undefined
  const both = here === undefined ? there : mergeChats(base, here, there)
  // Not out of the hands of somebody who is at work in it.
  const merged = isThrownAway && isInUse(parts, id) ? withoutDeletion(both) : both
  const isSettled = isSame(chatToRecord(merged), chatToRecord(there))
  setSaved({
    ...saved(),
    chats: new Map(saved().chats).set(id, isSettled ? merged : there),
  })
  chats.takeIn((now) => {
    if (merged.deletedAt !== undefined) return withBinned(now, merged)
    const known = withoutBinned(now, id)
    return { ...known, chats: new Map(now.chats).set(id, merged), removed: withoutUndo(now, id) }
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
function takeDeletedChat(parts: SyncedParts, id: ChatId): void {
  const { chats, saved, setSaved } = parts
  const before = saved()
  const isChanged = isInUse(parts, id)
  const known = new Map(before.chats)
  known.delete(id)
  const trees = new Map(before.trees)
  trees.delete(id)
  setSaved({ ...before, chats: known, trees, ...(isChanged && withoutExtras(before, id)) })
  if (!isChanged)
    chats.takeIn((now) => ({ ...withoutChat(now, id), removed: withoutUndo(now, id) }))
}

/** What was deleted with the chat, and is to be written again with it. */
function withoutExtras(
  { drafts, lenses }: Snapshot,
  id: ChatId,
): Pick<Snapshot, 'drafts' | 'lenses'> {
  return {
    drafts: new Map([...drafts].filter(([chat]) => chat !== id)),
    lenses: new Map([...lenses].filter(([, { chatId }]) => chatId !== id)),
  }
}

/** Whether there is something here that is not on the disk, or is about to be. */
function isInUse({ chats, saved, readDrafts }: SyncedParts, id: ChatId): boolean {
  const state = chats.getState()
  const here = chatOf(state, id)
  const draft = selectDraft(id)(state)
  return (
    here !== undefined &&
    (here !== saved().chats.get(id) ||
      state.live.has(id) ||
      // One of old is in every tab, and nobody is at work in it.
      (!isEmptyDraft(draft) && draft !== readDrafts.get(id)) ||
      hasChangedTree(state, saved(), id))
  )
}

const chatOf = ({ chats, bin }: ChatState, id: ChatId): Chat | undefined =>
  chats.get(id) ?? bin.get(id)

function withoutDeletion(chat: Chat): Chat {
  const { deletedAt: _, ...kept } = chat
  return kept
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
  const thread = chats.getState().threads.get(id)
  // Read with the rest of its chat when that is opened.
  if (thread?.status !== 'loaded' || chatOf(chats.getState(), id) === undefined) return
  const here = thread.tree
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
