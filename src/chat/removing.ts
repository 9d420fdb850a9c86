import type { StoreApi } from 'zustand/vanilla'

import type { Conversation } from './chat.ts'
import {
  conversationOf,
  withBinned,
  withConversation,
  withoutBinned,
  type ChatState,
} from './chatState.ts'
import type { ChatId, MessageId } from './message.ts'
import { pathTo } from './messageTree.ts'
import { removeMessage, undoRemove } from './removal.ts'

/** Deleting with undo. A step that cannot be taken now answers false and changes nothing. */
export interface Removing {
  removeMessage(id: ChatId, message: MessageId): boolean
  removeChat(id: ChatId): Promise<boolean>
  /** Undo the last delete, until another one or `forgetRemoved`. */
  undoRemove(): boolean
  forgetRemoved(): void
}

export interface RemovingDeps {
  readonly load: (id: ChatId) => Promise<void>
  /** Ends the chat's live answer at once, as it stands. */
  readonly interrupt: (id: ChatId) => void
  readonly newChat: () => void
  readonly now: () => number
}

export function createRemoving(
  { getState, setState }: StoreApi<ChatState>,
  { load, interrupt, newChat, now }: RemovingDeps,
): Removing {
  return {
    removeMessage(id, messageId) {
      const live = getState().live.get(id)?.answer
      const tree = conversationOf(getState(), id)?.tree
      const message = tree?.get(messageId)
      if (tree === undefined || message === undefined) return false
      if (live !== undefined && pathTo(tree, live.id).includes(message)) interrupt(id)

      // Read again: an interrupted answer has just been put into the tree as it stands.
      const conversation = conversationOf(getState(), id)
      const current = conversation?.tree.get(messageId)
      if (conversation === undefined || current === undefined) return false
      const removed = removeMessage(conversation, current)
      setState((state) => ({
        ...withConversation(state, removed.conversation),
        removed: { kind: 'message', removal: removed.removal },
      }))
      return true
    },

    async removeChat(id) {
      // All of it is held in memory first, so that undo brings back all of it.
      await load(id)
      interrupt(id)
      const conversation = conversationOf(getState(), id)
      if (conversation === undefined || !getState().chats.has(id)) return false
      setState((state) => ({
        ...withBinned(state, { ...conversation.chat, deletedAt: now() }),
        removed: { kind: 'chat', conversation },
      }))
      if (getState().openChat === id) newChat()
      return true
    },

    undoRemove() {
      const { removed } = getState()
      if (removed === null) return false
      const before =
        removed.kind === 'chat'
          ? removed.conversation
          : conversationOf(getState(), removed.removal.chatId)
      if (before === undefined) return false
      const restored =
        removed.kind === 'chat'
          ? asReadSince(getState(), before)
          : undoRemove(before, removed.removal)
      setState((state) => ({
        ...withConversation(withoutBinned(state, restored.chat.id), restored),
        openChat: restored.chat.id,
        removed: null,
      }))
      return true
    },

    forgetRemoved: () => setState({ removed: null }),
  }
}

/** Another tab may have gone on with a chat that lay in the bin here. */
function asReadSince({ threads }: ChatState, { chat, tree }: Conversation): Conversation {
  const thread = threads.get(chat.id)
  return { chat, tree: thread?.status === 'loaded' ? thread.tree : tree }
}
