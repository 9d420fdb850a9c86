import type { Conversation } from './chat.ts'
import type { ChatId, Message, MessageId } from './message.ts'
import { childrenOf, subtreeOf } from './messageTree.ts'

/** What a delete took away: all that undo needs. */
export interface Removal {
  readonly chatId: ChatId
  readonly messages: readonly Message[]
  readonly chosen: ReadonlyMap<MessageId | null, MessageId>
}

/** Delete a message and what follows from it; its neighbour version, if any, takes its place. */
export function removeMessage(
  conversation: Conversation,
  message: Message,
): { readonly conversation: Conversation; readonly removal: Removal } {
  const { chat, tree } = conversation
  const messages = subtreeOf(tree, message)
  const gone = new Set<MessageId | null>(messages.map(({ id }) => id))
  const lost = [...chat.chosen].filter(([parent, child]) => gone.has(parent) || gone.has(child))

  const chosen = new Map(chat.chosen)
  for (const [parent] of lost) chosen.delete(parent)
  const siblings = childrenOf(tree, message.parent)
  const at = siblings.indexOf(message)
  const neighbour = siblings[at - 1] ?? siblings[at + 1]
  if (neighbour !== undefined && chat.chosen.get(message.parent) === message.id)
    chosen.set(message.parent, neighbour.id)

  return {
    conversation: {
      chat: { ...chat, chosen },
      tree: new Map([...tree].filter(([id]) => !gone.has(id))),
    },
    removal: { chatId: chat.id, messages, chosen: new Map(lost) },
  }
}

/** Put back what a delete took, on screen as it was. */
export function undoRemove(conversation: Conversation, removal: Removal): Conversation {
  const { chat, tree } = conversation
  return {
    chat: { ...chat, chosen: new Map([...chat.chosen, ...removal.chosen]) },
    // Another tab may have kept some of it, and gone on with it.
    tree: new Map([
      ...tree,
      ...removal.messages.map((message) => [message.id, tree.get(message.id) ?? message] as const),
    ]),
  }
}
