import type { StoreApi } from 'zustand/vanilla'

import type { Chat } from './chat.ts'
import { withThread, type ChatState, type Thread } from './chatState.ts'
import type { ChatId } from './message.ts'
import type { MessageTree } from './messageTree.ts'

export type TreeResult =
  | { readonly kind: 'loaded'; readonly tree: MessageTree }
  | { readonly kind: 'failed'; readonly reason: string }

/** Reads a chat's messages when they are first needed; one that failed is tried again. */
export function createThreadLoader(
  { getState, setState }: StoreApi<ChatState>,
  loadTree: (chat: Chat) => Promise<TreeResult>,
): (id: ChatId) => Promise<void> {
  const loads = new Map<ChatId, Promise<void>>()

  function put(id: ChatId, thread: Thread): void {
    // A chat deleted meanwhile is not brought back by its messages.
    if (getState().chats.has(id)) setState((state) => withThread(state, id, thread))
  }

  async function read(chat: Chat): Promise<void> {
    put(chat.id, { status: 'loading' })
    const result = await loadTree(chat)
    put(
      chat.id,
      result.kind === 'loaded'
        ? { status: 'loaded', tree: result.tree }
        : { status: 'failed', reason: result.reason },
    )
    loads.delete(chat.id)
  }

  return async (id) => {
    const { chats, threads } = getState()
    const chat = chats.get(id)
    if (chat === undefined || threads.get(id)?.status === 'loaded') return
    const load = loads.get(id) ?? read(chat)
    loads.set(id, load)
    await load
  }
}
