import type { Chat, Conversation } from './chat.ts'
import type { Removal } from './removal.ts'
import { describePhase } from './describePhase.ts'
import { noDraft, type Draft } from './draft.ts'
import type { LiveAnswer } from './liveAnswer.ts'
import type { Answer, ChatId, Message, MessageId } from './message.ts'
import { openPath, type MessageTree } from './messageTree.ts'

/** A chat's messages, which are read when it is first opened. */
export type Thread =
  | { readonly status: 'loading' }
  | { readonly status: 'loaded'; readonly tree: MessageTree }
  | { readonly status: 'failed'; readonly reason: string }

/** What the last delete took, until it is undone or forgotten. */
export type Removed =
  | { readonly kind: 'message'; readonly removal: Removal }
  | { readonly kind: 'chat'; readonly conversation: Conversation }

export interface ChatState {
  readonly chats: ReadonlyMap<ChatId, Chat>
  /** Deleted chats, kept for a while; what was read of them stays in `threads`. */
  readonly bin: ReadonlyMap<ChatId, Chat>
  readonly threads: ReadonlyMap<ChatId, Thread>
  /** The one new chat being prepared: it joins `chats` with its first question, and another takes its place. */
  readonly unsent: Chat
  /** What is typed and not sent, one for each chat in which something is. */
  readonly drafts: ReadonlyMap<ChatId, Draft>
  readonly openChat: ChatId
  readonly live: ReadonlyMap<ChatId, LiveAnswer>
  /** Answers that another tab of the app is writing. */
  readonly elsewhere: ReadonlySet<MessageId>
  /** Those of them that are seen here as they grow. */
  readonly watched: ReadonlyMap<ChatId, LiveAnswer>
  readonly removed: Removed | null
}

const emptyTree: MessageTree = new Map()
const unsentThread: Thread = { status: 'loaded', tree: emptyTree }
const noMessages: readonly Message[] = []

/** Every chat, the one last used first. */
export function selectChatList({ chats }: ChatState): readonly Chat[] {
  const known = lists.get(chats)
  if (known !== undefined) return known
  const list = [...chats.values()].toSorted(
    (one, other) => other.updatedAt - one.updatedAt || (one.id < other.id ? -1 : 1),
  )
  lists.set(chats, list)
  return list
}

const lists = new WeakMap<ChatState['chats'], readonly Chat[]>()

export const selectChat =
  (id: ChatId) =>
  (state: ChatState): Chat | undefined =>
    state.chats.get(id) ?? (state.unsent.id === id ? state.unsent : undefined)

export const selectThread =
  (id: ChatId) =>
  (state: ChatState): Thread | undefined =>
    state.threads.get(id) ?? (state.unsent.id === id ? unsentThread : undefined)

/** The messages on screen, oldest first. The live one stands here as it began: see `selectLive`. */
export const selectPath =
  (id: ChatId) =>
  (state: ChatState): readonly Message[] => {
    const conversation = conversationOf(state, id)
    return conversation === undefined
      ? noMessages
      : openPath(conversation.tree, conversation.chat.chosen)
  }

/** This answer while it is written: a new value a frame, so only its own view may ask for it. */
export const selectLive =
  ({ chatId, id }: Pick<Message, 'chatId' | 'id'>) =>
  (state: ChatState): LiveAnswer | undefined => {
    const live = state.live.get(chatId)
    if (live?.answer.id === id) return live
    const watched = state.watched.get(chatId)
    return watched?.answer.id === id ? watched : undefined
  }

/** What the chat's reply under way is doing, in words: the same from one token to the next. */
export const selectPhase =
  (id: ChatId) =>
  (state: ChatState): string | undefined => {
    const live = state.live.get(id) ?? state.watched.get(id)
    return live === undefined ? undefined : describePhase(live)
  }

export const selectDraft =
  (id: ChatId) =>
  ({ drafts }: ChatState): Draft =>
    drafts.get(id) ?? noDraft

/** A chat with its messages, once they are loaded. */
export function conversationOf(state: ChatState, id: ChatId): Conversation | undefined {
  const chat = selectChat(id)(state)
  const thread = selectThread(id)(state)
  return chat === undefined || thread?.status !== 'loaded' ? undefined : { chat, tree: thread.tree }
}

/** An answer as it stands now, its live text included. */
export function answerNow({ live }: ChatState, answer: Answer): Answer {
  const growing = live.get(answer.chatId)?.answer
  return growing?.id === answer.id ? growing : answer
}

/** The state with this conversation in it; an unsent chat becomes one of the chats. */
export function withConversation(state: ChatState, { chat, tree }: Conversation): ChatState {
  return {
    ...state,
    chats: new Map(state.chats).set(chat.id, chat),
    threads: new Map(state.threads).set(chat.id, { status: 'loaded', tree }),
  }
}

/** The state with a chat's own facts changed; an unsent chat stays unsent. */
export function withChat(state: ChatState, chat: Chat): ChatState {
  return state.chats.has(chat.id)
    ? { ...state, chats: new Map(state.chats).set(chat.id, chat) }
    : { ...state, unsent: chat }
}

export function withThread(state: ChatState, id: ChatId, thread: Thread): ChatState {
  return { ...state, threads: new Map(state.threads).set(id, thread) }
}

export function withDraft(state: ChatState, id: ChatId, draft: Draft): ChatState {
  return { ...state, drafts: new Map(state.drafts).set(id, draft) }
}

export function withLive(state: ChatState, id: ChatId, live: LiveAnswer | null): ChatState {
  const next = new Map(state.live)
  if (live === null) next.delete(id)
  else next.set(id, live)
  return { ...state, live: next }
}

export function withWatched(state: ChatState, id: ChatId, watched: LiveAnswer | null): ChatState {
  const next = new Map(state.watched)
  if (watched === null) next.delete(id)
  else next.set(id, watched)
  return { ...state, watched: next }
}

/** The state without a chat, in the bin or out of it. */
export function withoutChat(state: ChatState, id: ChatId): ChatState {
  const chats = new Map(state.chats)
  const threads = new Map(state.threads)
  chats.delete(id)
  threads.delete(id)
  return { ...withoutBinned(state, id), chats, threads }
}

/** The state with a chat in the bin. */
export function withBinned(state: ChatState, chat: Chat): ChatState {
  const chats = new Map(state.chats)
  chats.delete(chat.id)
  return { ...state, chats, bin: new Map(state.bin).set(chat.id, chat) }
}

/** The state with a chat in the bin no more: to be put back, or gone. */
export function withoutBinned(state: ChatState, id: ChatId): ChatState {
  const bin = new Map(state.bin)
  bin.delete(id)
  return { ...state, bin }
}
