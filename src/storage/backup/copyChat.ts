import { hexDigest } from '../../lib/hexDigest.ts'
import type { Message } from '../../chat/message.ts'
import { chatToRecord } from '../chatRecord.ts'
import { messageToRecord } from '../messageRecord.ts'
import type { LibraryChat } from './library.ts'

/** An id for something that stood under this one elsewhere: the same content gets the same id each time. */
export async function newIdOf(content: string, id: string): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify([content, id]))
  return (await hexDigest('SHA-256', bytes.buffer)).slice(0, 32)
}

/** One text for one value, however its fields are ordered. */
export const stable = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) => {
    if (item instanceof Map) return [...item]
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item
    return Object.fromEntries(
      Object.entries(item).toSorted(([one], [other]) => (one < other ? -1 : 1)),
    )
  })

/** The same chat under new ids, to stand beside one that has its ids and other words. */
export async function copyChat({
  chat,
  messages,
  draft,
  sides,
}: LibraryChat): Promise<LibraryChat> {
  const content = stable([chatToRecord(chat), [...messages.values()].map(messageToRecord)])
  const ids = new Map<string, string>()
  for (const id of [chat.id, ...messages.keys()]) ids.set(id, await newIdOf(content, id))
  const chatId = ids.get(chat.id) ?? chat.id
  /** A parent that was lost gets a new id as well, the same for all of its children. */
  const move = async (id: string): Promise<string> => {
    const known = ids.get(id) ?? (await newIdOf(content, id))
    ids.set(id, known)
    return known
  }
  const moved = new Map<string, Message>()
  for (const message of messages.values()) {
    const id = await move(message.id)
    const parent = message.parent === null ? null : await move(message.parent)
    moved.set(id, { ...message, id, chatId, parent })
  }
  const chosen = new Map<string | null, string>()
  for (const [parent, child] of chat.chosen)
    chosen.set(parent === null ? null : await move(parent), await move(child))
  const edits = new Map<string, string>()
  for (const [question, text] of draft?.edits ?? []) edits.set(await move(question), text)
  return {
    chat: {
      ...chat,
      id: chatId,
      chosen,
      title: `${chat.title} (from a backup)`,
      titledBy: 'person',
    },
    messages: moved,
    draft: draft === null ? null : { text: draft.text, edits },
    sides: await Promise.all(
      sides.map(async ({ kind, message, value }) => {
        const at = await move(message)
        return { kind, message: at, value: withIds(value, chatId, at) }
      }),
    ),
  }
}

/** Where a side record says itself whose it is, it says so of the copy: times call their message `id`. */
const withIds = (
  value: Readonly<Record<string, unknown>>,
  chatId: string,
  messageId: string,
): Record<string, unknown> => ({
  ...value,
  ...('chatId' in value ? { chatId } : {}),
  ...('messageId' in value ? { messageId } : {}),
  ...('id' in value ? { id: messageId } : {}),
})
