import { createStore, type StoreApi } from 'zustand/vanilla'

import { createBin, type Bin } from './bin.ts'
import { createAsking, type Asking, type AskingDeps } from './asking.ts'
import type { Beginning } from '../presets/preset.ts'
import * as steps from './chat.ts'
import type { Chat, ChatSettings, Conversation } from './chat.ts'
import { cleanTitle } from './chatTitle.ts'
import {
  conversationOf,
  selectChat,
  selectDraft,
  withChat,
  withConversation,
  withDraft,
  type ChatState,
} from './chatState.ts'
import { createThoughtKeeping, type ThoughtKeeping } from './context/thoughtKeeping.ts'
import { withEdit, type Draft, type Unsent } from './draft.ts'
import type { Answer, ChatId, MessageId } from './message.ts'
import { createOtherTabs, type OtherTabsDeps } from './otherTabs.ts'
import { createRemoving, type Removing } from './removing.ts'
import type { TurnTiming } from './replay/turnTiming.ts'
import { createThreadLoader, type TreeResult } from './threads.ts'
import type { TurnLock } from './turnLock.ts'
import { createTurns, type RunTurn, type Turns } from './turns.ts'
import type { Watching, WatchingDeps } from './watching.ts'

export interface ChatStoreDeps extends AskingDeps, OtherTabsDeps {
  readonly runTurn: RunTurn
  readonly whenStored: () => Promise<void>
  readonly turnLock?: TurnLock | undefined
  /** How tabs show each other their replies; without it a reply appears when it has ended. */
  readonly watchTabs?: WatchTabs | undefined
  readonly loadTree: (chat: Chat) => Promise<TreeResult>
  /** When the tokens of an answer came; null where nobody kept it. */
  readonly loadTiming?: (answer: Answer) => Promise<TurnTiming | null>
  /** What a new chat starts with. */
  readonly defaults: () => ChatSettings
}

type Reading = Pick<StoreApi<ChatState>, 'getState' | 'getInitialState' | 'subscribe'>

/** All chats of the window: `useStore(chats, selector)` reads it, the steps change it. */
export interface ChatStore
  extends
    Reading,
    Asking,
    Removing,
    ThoughtKeeping,
    Bin,
    Pick<Turns, 'stop' | 'steer' | 'whenIdle'> {
  /** Chats found on disk; those that are already here win. */
  addStored(chats: readonly Chat[]): void
  /** What another tab has changed; the open chat is left only if it was deleted there. */
  takeIn(change: (state: ChatState) => ChatState): void
  /** Finds the answers of a chat that another tab is writing now. */
  lookElsewhere(id: ChatId): Promise<void>
  /** What was typed and not sent before, found on disk. */
  addDrafts(drafts: ReadonlyMap<ChatId, Draft>, unsent: Unsent | null): void
  /** Shows the new chat, as it was left. */
  newChat(): ChatId
  /** Shows one more chat, with this typed in it and nothing sent; the new chat is left as it is. */
  startChat(start: ChatStart): ChatId
  /** Shows a chat that was made elsewhere, as one of the chats. Its ids must be new. */
  addCopy(copy: Conversation): void
  /** Shows a chat, and reads its messages if they are not here; settles when they are. */
  open(id: ChatId): Promise<void>
  loadTiming(answer: Answer): Promise<TurnTiming | null>
  showVersion(id: ChatId, message: MessageId): boolean
  rename(id: ChatId, title: string): Promise<boolean>
  /** What is typed in the question box of a chat. */
  writeDraft(id: ChatId, text: string): void
  /** What is typed over a question; null gives it up. */
  writeEdit(id: ChatId, question: MessageId, text: string | null): void
  /** For answers to come; the engine's loaded model is left alone. */
  changeSettings(id: ChatId, change: Partial<ChatSettings>): void
}

type WatchTabs = (store: StoreApi<ChatState>, deps: WatchingDeps) => Watching

/** A chat that is filled in and not sent. */
export interface ChatStart {
  readonly title: string
  readonly text: string
  readonly settings: ChatSettings
  readonly beginning?: Beginning | undefined
}

export function createChatStore(deps: ChatStoreDeps): ChatStore {
  const newUnsent = (): Chat => steps.createChat(deps.createId(), deps.now(), deps.defaults())
  const store = createStore<ChatState>(() => emptyState(newUnsent()))
  const { getState, setState } = store
  const turns = createTurns(store, deps)
  const load = createThreadLoader(store, deps.loadTree)
  const watching = deps.watchTabs?.(store, {
    claim: deps.locks.claim,
    stop: turns.stop,
    steer: turns.steer,
    onWriting: (answer) => otherTabs.follow(answer),
    followed: () => otherTabs.followed(),
  })
  const otherTabs = createOtherTabs(store, {
    ...deps,
    load,
    watch: (answer) => watching?.watch(answer),
    isOver: (id) => watching?.isOver(id) ?? false,
    lastOf: (id) => watching?.lastOf(id),
    forget: (id) => watching?.forget(id),
    resume: ({ chatId, id }) => asking.continueAnswer(chatId, id),
  })
  const asking = createAsking(store, {
    ...deps,
    newUnsent,
    start: turns.start,
    claim: otherTabs.claim,
  })

  function newChat(): ChatId {
    const { id } = getState().unsent
    setState({ openChat: id })
    return id
  }

  return {
    getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    stop(id) {
      turns.stop(id)
      watching?.stop(id)
    },
    steer(id, steer) {
      turns.steer(id, steer)
      watching?.steer(id, steer)
    },
    whenIdle: turns.whenIdle,
    loadTiming: async (answer) => (await deps.loadTiming?.(answer)) ?? null,
    newChat,
    ...asking,
    ...createThoughtKeeping(store),
    ...createRemoving(store, { load, interrupt: turns.interrupt, newChat, now: deps.now }),
    ...createBin(store, deps),

    addStored(found) {
      setState(({ chats, bin }) => ({
        chats: new Map([
          ...pairs(found.filter(({ deletedAt }) => deletedAt === undefined)),
          ...chats,
        ]),
        bin: new Map([...pairs(found.filter(({ deletedAt }) => deletedAt !== undefined)), ...bin]),
      }))
    },

    takeIn(change) {
      setState(change)
      if (selectChat(getState().openChat)(getState()) === undefined) newChat()
    },

    lookElsewhere: otherTabs.look,

    addDrafts(drafts, unsent) {
      setState((state) => ({ drafts: new Map([...drafts, ...state.drafts]) }))
      if (unsent === null) return
      const { id } = getState().unsent
      const { text, ...settings } = unsent
      setState((state) => ({ unsent: steps.changeSettings(state.unsent, settings) }))
      setState((state) => withDraft(state, id, { ...selectDraft(id)(state), text }))
    },

    startChat({ title, text, settings, beginning }) {
      const empty = steps.createChat(deps.createId(), deps.now(), settings)
      const chat = { ...empty, title: cleanTitle(title), ...(beginning && { beginning }) }
      setState((state) => ({
        ...withDraft(withConversation(state, { chat, tree: new Map() }), chat.id, {
          ...selectDraft(chat.id)(state),
          text,
        }),
        openChat: chat.id,
      }))
      return chat.id
    },

    addCopy(copy) {
      setState((state) => ({ ...withConversation(state, copy), openChat: copy.chat.id }))
    },

    async open(id) {
      if (selectChat(id)(getState()) === undefined) return
      setState({ openChat: id })
      await load(id)
      await otherTabs.look(id)
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

    writeDraft(id, text) {
      setState((state) => withDraft(state, id, { ...selectDraft(id)(state), text }))
    },

    writeEdit(id, question, text) {
      setState((state) => withDraft(state, id, withEdit(selectDraft(id)(state), question, text)))
    },

    changeSettings(id, change) {
      const chat = selectChat(id)(getState())
      if (chat !== undefined)
        setState((state) => withChat(state, steps.changeSettings(chat, change)))
    },
  }
}

const pairs = (chats: readonly Chat[]): (readonly [ChatId, Chat])[] =>
  chats.map((chat) => [chat.id, chat])

const emptyState = (unsent: Chat): ChatState => ({
  chats: new Map(),
  bin: new Map(),
  threads: new Map(),
  unsent,
  drafts: new Map(),
  openChat: unsent.id,
  live: new Map(),
  elsewhere: new Set(),
  watched: new Map(),
  removed: null,
})
