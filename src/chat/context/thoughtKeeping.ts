import type { StoreApi } from 'zustand/vanilla'

import { replaceMessage } from '../chat.ts'
import { conversationOf, withConversation, type ChatState } from '../chatState.ts'
import type { ChatId, MessageId } from '../message.ts'
import { withOwnKept } from './keptThoughts.ts'

export interface ThoughtKeeping {
  /** Whether an answer's thought stands in the prompts of what is asked after it; those that are there stay. */
  keepThought(id: ChatId, answer: MessageId, keeps: boolean): boolean
}

export const createThoughtKeeping = ({
  getState,
  setState,
}: StoreApi<ChatState>): ThoughtKeeping => ({
  keepThought(id, answerId, keeps) {
    const conversation = conversationOf(getState(), id)
    const answer = conversation?.tree.get(answerId)
    // One that is being written is not this one any more when it ends.
    const isLive = getState().live.get(id)?.answer.id === answerId
    if (conversation === undefined || answer?.role !== 'answer' || isLive) return false
    setState((state) =>
      withConversation(state, replaceMessage(conversation, withOwnKept(answer, keeps))),
    )
    return true
  },
})
