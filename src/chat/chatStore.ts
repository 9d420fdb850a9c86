import { createStore, type StoreApi } from 'zustand/vanilla'

import { createAsking, type Asking, type AskingDeps } from './asking.ts'
import * as steps from './chat.ts'
import type { Chat, ChatSettings } from './chat.ts'
import {
  conversationOf,
  selectChat,
  withChat,
  withConversation,
  type ChatState,
} from './chatState.ts'
import type { ChatId, MessageId } from './message.ts'
import { createRemoving, type Removing } from './removing.ts'
import { createThreadLoader, type TreeResult } from './threads.ts'
import { createTurns, type RunTurn, type Turns } from './turns.ts'

export interface ChatStoreDeps extends AskingDeps {
  readonly runTurn: RunTurn
  readonly loadTree: (chat: Chat) => Promise<TreeResult>
  /** What a new chat starts with. */
  readonly defaults: () => ChatSettings
}

type Reading = Pick<StoreApi<ChatState>, 'getState' | 'getInitialState' | 'subscribe'>

/** All chats of the window: `useStore(chats, selector)` reads it, the steps change it. */
export interface ChatStore extends Reading, Asking, Removing, Pick<Turns, 'stop' | 'whenIdle'> {
  /** Chats found on disk; those that are already here win. */
  addStored(chats: readonly Chat[]): void
  newChat(): ChatId
  /** Shows a chat, and reads its messages if they are not here; settles when they are. */
  open(id: ChatId): Promise<void>
  showVersion(id: ChatId, message: MessageId): boolean
  rename(id: ChatId, title: string): Promise<boolean>
  /** For answers to come; the engine's loaded model is left alone. */
  changeSettings(id: ChatId, change: Partial<ChatSettings>): void
}

export function createChatStore(deps: ChatStoreDeps): ChatStore {
  const newDraft = (): Chat => steps.createChat(deps.createId(), deps.now(), deps.defaults())
  const store = createStore<ChatState>(() => emptyState(newDraft()))
  const { getState, setState } = store
  const turns = createTurns(store, deps.runTurn, deps.now)
  const load = createThreadLoader(store, deps.loadTree)

  function newChat(): ChatId {
    const draft = newDraft()
    setState({ draft, openChat: draft.id })
    return draft.id
  }

  return {
    getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    stop: turns.stop,
    whenIdle: turns.whenIdle,
    newChat,
    ...createAsking(store, turns.start, deps),
    ...createRemoving(store, { load, interrupt: turns.interrupt, newChat }),

    addStored(found) {
      setState(({ chats }) => ({
        chats: new Map([...found.map((chat) => [chat.id, chat] as const), ...chats]),
      }))
    },

    async open(id) {
      if (selectChat(id)(getState()) === undefined) return
      setState({ openChat: id })
      await load(id)
    },

    showVersion(id, messageId) {
      const conversation = conversationOf(getState(), id)
      const message = conversation?.tree.get(messageId)
      if (conversation === undefined || message === undefined) return false
      setState((state) => withConversation(state, steps.showVersion(conversation, message)))
      return true
    },

    async rename(id, title) {
      // An empty title gives back the chat's own, which its first question holds.
      await load(id)
      const conversation = conversationOf(getState(), id)
      if (conversation === undefined) return false
      setState((state) => withChat(state, steps.rename(conversation, title)))
      return true
    },

    changeSettings(id, change) {
      const chat = selectChat(id)(getState())
      if (chat !== undefined)
        setState((state) => withChat(state, steps.changeSettings(chat, change)))
    },
  }
}

const emptyState = (draft: Chat): ChatState => ({
  chats: new Map(),
  threads: new Map(),
  draft,
  openChat: draft.id,
  live: new Map(),
  removed: null,
})
