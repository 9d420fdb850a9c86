import type { StoreApi } from 'zustand/vanilla'

import { replaceMessage } from './chat.ts'
import { conversationOf, withConversation, type ChatState } from './chatState.ts'
import type { Answer, ChatId } from './message.ts'
import type { WritingLocks } from './writingLocks.ts'

export interface OtherTabsDeps {
  readonly locks: WritingLocks
  /** The answer as another tab has stored it since this window read or wrote it; null if none has. */
  readonly readAgain: (answer: Answer) => Promise<Answer | null>
}

/** Never two writers on one answer, and none that goes on from what another tab has long finished. */
export interface OtherTabs {
  /** Whether this window may go on with the answer. If not, the state says why, or has its newer form. */
  claim(answer: Answer): Promise<boolean>
  /** Finds the answers of a chat that another tab is writing now. */
  look(id: ChatId): Promise<void>
}

export function createOtherTabs(
  { getState, setState }: StoreApi<ChatState>,
  { locks, readAgain }: OtherTabsDeps,
): OtherTabs {
  function mark(answer: Answer): void {
    if (getState().elsewhere.has(answer.id)) return
    setState(({ elsewhere }) => ({ elsewhere: new Set(elsewhere).add(answer.id) }))
    void takeOver(answer)
  }

  /** Once the other tab has ended it, or died: the answer as it stands on the disk. */
  async function takeOver(answer: Answer): Promise<void> {
    await locks.waitFor(answer.id)
    put(await readAgain(answer))
    setState(({ elsewhere }) => ({
      elsewhere: new Set([...elsewhere].filter((id) => id !== answer.id)),
    }))
    locks.release(answer.id)
  }

  function put(answer: Answer | null): void {
    const conversation = answer === null ? undefined : conversationOf(getState(), answer.chatId)
    if (answer === null || conversation === undefined) return
    setState((state) => withConversation(state, replaceMessage(conversation, answer)))
  }

  return {
    async claim(answer) {
      if (getState().elsewhere.has(answer.id)) return false
      if (!(await locks.claim(answer.id))) {
        mark(answer)
        return false
      }
      const newer = await readAgain(answer)
      if (newer === null) return true
      put(newer)
      locks.release(answer.id)
      return false
    },

    async look(id) {
      const { tree } = conversationOf(getState(), id) ?? { tree: new Map() }
      const live = getState().live.get(id)?.answer.id
      for (const message of tree.values()) {
        if (message.role !== 'answer' || message.ending.kind !== 'open' || message.id === live)
          continue
        if (await locks.isTakenElsewhere(message.id)) mark(message)
      }
    },
  }
}
