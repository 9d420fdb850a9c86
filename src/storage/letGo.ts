import type { ChatState } from '../chat/chatState.ts'
import type { ChatStore } from '../chat/chatStore.ts'
import type { LensStore } from '../chat/lensStore.ts'
import type { ChatId } from '../chat/message.ts'
import type { Snapshot } from './pendingChanges.ts'

/** How many chats stay in memory after they were on screen: going back and forth between them reads nothing. */
const keptChats = 12

export interface LettingGoParts {
  readonly chats: ChatStore
  readonly lenses: LensStore
  readonly saved: () => Snapshot
  readonly setSaved: (saved: Snapshot) => void
}

export interface LettingGo {
  /** Another chat may have been opened. */
  note(state: Pick<ChatState, 'openChat'>): void
  /** Lets go of the messages of chats that are all on the disk, and were last on screen a while ago. */
  letGo(): void
}

/** Keeps memory from growing with every chat that is opened; what is let go is read again when it is. */
export function createLettingGo({ chats, lenses, saved, setSaved }: LettingGoParts): LettingGo {
  let recent: readonly ChatId[] = []

  function isStored(state: ChatState, id: ChatId): boolean {
    const thread = state.threads.get(id)
    if (thread?.status !== 'loaded' || saved().trees.get(id) !== thread.tree) return false
    const known = saved().lenses
    return [...lenses.getState().records].every(
      ([message, record]) => record.chatId !== id || known.get(message) === record,
    )
  }

  return {
    note({ openChat }) {
      if (recent[0] === openChat) return
      recent = [openChat, ...recent.filter((id) => id !== openChat)].slice(0, keptChats)
    },

    letGo() {
      const state = chats.getState()
      // Looked at only when there is something to win: this runs after every change.
      if (state.threads.size <= keptChats) return
      const gone = [...state.threads.keys()].filter(
        (id) => !recent.includes(id) && !isInUse(state, id) && isStored(state, id),
      )
      if (gone.length === 0) return
      const without = <Value>(map: ReadonlyMap<ChatId, Value>): ReadonlyMap<ChatId, Value> =>
        new Map([...map].filter(([id]) => !gone.includes(id)))
      setSaved({
        ...saved(),
        trees: without(saved().trees),
        lenses: new Map([...saved().lenses].filter(([, { chatId }]) => !gone.includes(chatId))),
      })
      for (const id of gone) lenses.letGo(id)
      chats.takeIn((now) => ({ ...now, threads: without(now.threads) }))
    },
  }
}

/** Whether somebody or something is at work in a chat, or may want back what it had. */
function isInUse(state: ChatState, id: ChatId): boolean {
  const { threads, live, watched, elsewhere, removed, drafts, openChat } = state
  const thread = threads.get(id)
  const isUndoable =
    removed !== null &&
    (removed.kind === 'chat' ? removed.conversation.chat.id : removed.removal.chatId) === id
  // A reply that has not ended may be taken up again, here or in another tab.
  const isWritten =
    thread?.status === 'loaded' &&
    [...thread.tree.values()].some(
      (message) =>
        elsewhere.has(message.id) || (message.role === 'answer' && message.ending.kind === 'open'),
    )
  const isEdited = (drafts.get(id)?.edits.size ?? 0) > 0
  return id === openChat || live.has(id) || watched.has(id) || isUndoable || isWritten || isEdited
}
