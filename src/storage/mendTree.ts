import type { Chat } from '../chat/chat.ts'
import type { Answer, Message, MessageId, Question } from '../chat/message.ts'
import type { MessageTree } from '../chat/messageTree.ts'

type Role = Message['role']

const lostText = 'This message could not be read. Its record is kept aside.'

/**
 * A tree of whatever messages could be read, so that each can be reached from the first question. A lost
 * message that others hang under gets a stand-in; one whose parent cannot be its parent moves under the
 * message that came before it. Nothing of this is written to disk.
 */
export function mendTree(chat: Chat, found: readonly Message[]): MessageTree {
  const messages = new Map<MessageId, Message>(found.map((message) => [message.id, message]))
  for (const message of found)
    if (message.parent !== null && !messages.has(message.parent))
      messages.set(message.parent, standIn(chat, message.parent, message, found))

  for (const message of messages.values())
    if (!fits(messages, message))
      messages.set(message.id, moveTo(message, before(found, message, parentRole(message))))
  // No question before an answer: then it cannot be shown as one's answer, and gets a question.
  for (const message of messages.values())
    if (message.role === 'answer' && !fits(messages, message)) {
      const free = freeId(messages, `before-${message.id}`)
      const question = standIn(chat, free, message, found)
      messages.set(question.id, moveTo(question, null))
      messages.set(message.id, moveTo(message, question.id))
    }
  for (const message of messages.values()) breakCycle(messages, message)
  return messages
}

const parentRole = ({ role }: Message): Role => (role === 'answer' ? 'question' : 'answer')

function fits(messages: ReadonlyMap<MessageId, Message>, message: Message): boolean {
  if (message.parent === null) return message.role === 'question'
  return messages.get(message.parent)?.role === parentRole(message)
}

/** The newest message of this role that is older than the given one. */
function before(
  found: readonly Message[],
  { id, createdAt }: Message,
  role: Role,
): MessageId | null {
  let newest: Message | undefined
  for (const other of found)
    if (
      other.role === role &&
      other.id !== id &&
      other.createdAt < createdAt &&
      other.createdAt >= (newest?.createdAt ?? -Infinity)
    )
      newest = other
  return newest?.id ?? null
}

function standIn(chat: Chat, id: MessageId, child: Message, found: readonly Message[]): Message {
  const role = parentRole(child)
  const base = {
    id,
    chatId: chat.id,
    createdAt: child.createdAt - 1,
    parent: before(found, child, role === 'answer' ? 'question' : 'answer'),
  }
  if (role === 'question') return { ...base, role, text: `[${lostText}]` } satisfies Question
  const { model, system, sampling, thinking } = chat
  const ending = { kind: 'failed', error: lostText } as const
  return {
    ...base,
    role,
    model,
    template: '',
    system,
    sampling,
    thinking,
    leftOut: 0,
    parts: [],
    figures: null,
    ending,
  } satisfies Answer
}

/** Not the id of a stand-in either: messages asked under an older one have it as their parent. */
const freeId = (messages: ReadonlyMap<MessageId, Message>, id: MessageId): MessageId =>
  messages.has(id) ? freeId(messages, `before-${id}`) : id

const moveTo = (message: Message, parent: MessageId | null): Message => ({ ...message, parent })

/** Parents that lead back to where they began: the first question on the way becomes a first question. */
function breakCycle(messages: Map<MessageId, Message>, start: Message): void {
  const seen = new Set<MessageId>()
  let at: Message | undefined = messages.get(start.id)
  while (at !== undefined && !seen.has(at.id)) {
    seen.add(at.id)
    at = at.parent === null ? undefined : messages.get(at.parent)
  }
  if (at === undefined) return
  const question = at.role === 'question' ? at : messages.get(at.parent ?? '')
  if (question !== undefined) messages.set(question.id, moveTo(question, null))
}
