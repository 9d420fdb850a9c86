import type { StoreApi } from 'zustand/vanilla'

import type { ModelId } from '../engine/engine.ts'
import { canContinue } from './answer.ts'
import * as steps from './chat.ts'
import type { Chat, Continuation, Conversation, NewAnswer, Opened, VersionStart } from './chat.ts'
import { conversationOf, withConversation, type ChatState } from './chatState.ts'
import type { Answer, ChatId, MessageId } from './message.ts'
import type { WritingLocks } from './writingLocks.ts'

export interface AskingDeps {
  readonly templateOf: (model: ModelId) => string
  readonly createId: () => string
  /** From 0 up to 1, as Math.random. */
  readonly random: () => number
  /** Milliseconds since 1970. */
  readonly now: () => number
}

interface AskingParts extends AskingDeps {
  readonly locks: WritingLocks
  readonly start: (answer: Answer) => void
  /** Takes the place of the unsent chat once something was asked in it. */
  readonly newUnsent: () => Chat
  /** Whether no other tab writes this answer, or has since. */
  readonly claim: (answer: Answer) => Promise<boolean>
}

/** The steps that begin an answer. One that cannot be taken now answers false and changes nothing. */
export interface Asking {
  ask(id: ChatId, text: string): boolean
  tryAgain(id: ChatId, message: MessageId): boolean
  editQuestion(id: ChatId, question: MessageId, text: string): boolean
  /** A version beside this answer that goes on from a beginning. */
  branch(id: ChatId, answer: MessageId, start: VersionStart): boolean
  /** Another tab may be writing it: then the state says so. */
  continueAnswer(id: ChatId, answer: MessageId, change?: Continuation): Promise<boolean>
}

export function createAsking(
  { getState, setState }: StoreApi<ChatState>,
  { templateOf, createId, random, now, start, newUnsent, claim, locks }: AskingParts,
): Asking {
  const newAnswer = (chat: Chat): NewAnswer => ({
    id: createId(),
    at: now(),
    template: templateOf(chat.model),
    seed: Math.floor(random() * 2 ** 31),
  })

  /** Here, or in another tab that shows it. */
  const isWriting = (id: ChatId): boolean => getState().live.has(id) || getState().watched.has(id)

  /** A chat writes one answer at a time, and only once its messages are here. */
  function begin(id: ChatId, open: (conversation: Conversation) => Opened | undefined): boolean {
    const conversation = isWriting(id) ? undefined : conversationOf(getState(), id)
    const opened = conversation === undefined ? undefined : open(conversation)
    if (opened === undefined) return false
    setState((state) => ({
      ...withConversation(state, opened.conversation),
      unsent: state.unsent.id === id ? newUnsent() : state.unsent,
    }))
    start(opened.answer)
    return true
  }

  return {
    ask: (id, text) =>
      begin(id, (conversation) =>
        text.trim() === ''
          ? undefined
          : steps.ask(conversation, text, {
              question: createId(),
              answer: newAnswer(conversation.chat),
            }),
      ),

    tryAgain: (id, message) =>
      begin(id, (conversation) => {
        const at = conversation.tree.get(message)
        const question = at?.role === 'answer' ? at.parent : at?.id
        return question === undefined || question === null
          ? undefined
          : steps.tryAgain(conversation, question, newAnswer(conversation.chat))
      }),

    editQuestion: (id, question, text) =>
      begin(id, (conversation) => {
        const at = conversation.tree.get(question)
        return at?.role !== 'question' || text.trim() === ''
          ? undefined
          : steps.editQuestion(conversation, at, text, {
              question: createId(),
              answer: newAnswer(conversation.chat),
            })
      }),

    branch: (id, answer, versionStart) =>
      begin(id, (conversation) => {
        const at = conversation.tree.get(answer)
        return at?.role === 'answer'
          ? steps.branchAnswer(conversation, at, versionStart, newAnswer(conversation.chat))
          : undefined
      }),

    async continueAnswer(id, answer, change) {
      const ended = continuable(answer)(conversationOf(getState(), id))
      if (ended === undefined || isWriting(id) || !(await claim(ended))) return false
      const hasBegun = begin(id, (conversation) => {
        const at = continuable(answer)(conversation)
        return at === undefined ? undefined : steps.continueAnswer(conversation, at, now(), change)
      })
      // Something else was begun, or the answer deleted, while the other tabs were asked.
      if (!hasBegun && getState().live.get(id)?.answer.id !== answer) locks.release(answer)
      return hasBegun
    },
  }
}

const continuable =
  (id: MessageId) =>
  (conversation: Conversation | undefined): Answer | undefined => {
    const answer = conversation?.tree.get(id)
    return answer?.role === 'answer' && canContinue(answer, false) ? answer : undefined
  }
