import type { StoreApi } from 'zustand/vanilla'

import type { Chat } from './chat.ts'
import { withoutBinned, type ChatState } from './chatState.ts'
import type { ChatId } from './message.ts'
import type { TreeResult } from './threads.ts'

const dayMs = 86_400_000

/** How long a deleted chat can be restored. */
export const keptInBinMs = 30 * dayMs

/** The chats that were deleted. */
export interface Bin {
  /** Puts a chat back among the others; false if it is not in the bin. */
  restoreChat(id: ChatId): boolean
  /** Deletes for good; those whose messages cannot be read now stay, and are counted. */
  emptyBin(ids: readonly ChatId[]): Promise<number>
  /** Deletes for good what has lain in the bin for its time. */
  sweepBin(): Promise<number>
}

export interface BinDeps {
  readonly loadTree: (chat: Chat) => Promise<TreeResult>
  readonly now: () => number
}

export function createBin(
  { getState, setState }: StoreApi<ChatState>,
  { loadTree, now }: BinDeps,
): Bin {
  async function destroy(id: ChatId): Promise<boolean> {
    const chat = getState().bin.get(id)
    if (chat === undefined) return true
    // Only what was read is deleted from the disk, record by record: all of it must be known first.
    if (getState().threads.get(id)?.status !== 'loaded') {
      const { kind } = await loadTree(chat)
      if (kind === 'failed') return false
    }
    setState((state) => {
      // Restored meanwhile, it stays.
      if (state.bin.get(id) !== chat) return state
      const threads = new Map(state.threads)
      threads.delete(id)
      return { ...withoutBinned(state, id), threads, removed: withoutUndo(state, id) }
    })
    return true
  }

  async function emptyBin(ids: readonly ChatId[]): Promise<number> {
    let kept = 0
    for (const id of ids) if (!(await destroy(id))) kept += 1
    return kept
  }

  return {
    restoreChat(id) {
      const binned = getState().bin.get(id)
      if (binned === undefined) return false
      const { deletedAt: _, ...chat } = binned
      setState((state) => ({
        ...withoutBinned(state, id),
        chats: new Map(state.chats).set(id, chat),
        removed: withoutUndo(state, id),
      }))
      return true
    },
    emptyBin,
    sweepBin: () =>
      emptyBin([...getState().bin.values()].filter(isOver(now())).map(({ id }) => id)),
  }
}

const isOver =
  (now: number) =>
  ({ deletedAt = now }: Chat): boolean =>
    now - deletedAt >= keptInBinMs

/** What was undone or destroyed another way is not offered again. */
export const withoutUndo = ({ removed }: ChatState, id: ChatId): ChatState['removed'] =>
  removed?.kind === 'chat' && removed.conversation.chat.id === id ? null : removed
