import { textOf } from '../chat/answer.ts'
import type { Chat } from '../chat/chat.ts'
import type { ChatId, Message, MessageId } from '../chat/message.ts'

/** One text that can be found: a chat's title, a question, or one side of an answer. */
export interface Entry {
  readonly chatId: ChatId
  /** None for a title. */
  readonly message: MessageId | null
  readonly kind: 'title' | 'question' | 'answer' | 'thought'
  readonly text: string
  /** Milliseconds since 1970. */
  readonly at: number
}

export const entriesOfChat = ({ id, title, updatedAt }: Chat): readonly Entry[] => [
  { chatId: id, message: null, kind: 'title', text: title, at: updatedAt },
]

export function entriesOfMessage(message: Message): readonly Entry[] {
  const shared = { chatId: message.chatId, message: message.id, at: message.createdAt }
  const entries: readonly Entry[] =
    message.role === 'question'
      ? [{ ...shared, kind: 'question', text: message.text }]
      : [
          { ...shared, kind: 'answer', text: textOf(message, 'answer') },
          { ...shared, kind: 'thought', text: textOf(message, 'reasoning') },
        ]
  return entries.filter(({ text }) => text.trim() !== '')
}
