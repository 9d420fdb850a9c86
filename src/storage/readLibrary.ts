import type { Chat } from '../chat/chat.ts'
import type { Draft, Unsent } from '../chat/draft.ts'
import type { LensRecord } from '../chat/lensStore.ts'
import type { Answer, ChatId } from '../chat/message.ts'
import type { MessageTree } from '../chat/messageTree.ts'
import type { Preset } from '../presets/preset.ts'
import type { Settings } from '../settings/settings.ts'
import type { ChatRepository } from './chatRepository.ts'
import type { DiskMemory } from './diskMemory.ts'
import { isSameMessage } from './messageRecord.ts'
import type { Recovery } from './recovery.ts'

/** All that is read before anything is shown; messages come with the chat that they are of. */
export interface LoadedLibrary {
  readonly chats: readonly Chat[]
  readonly drafts: ReadonlyMap<ChatId, Draft>
  readonly unsent: Unsent | null
  readonly settings: Settings | null
  readonly presets: readonly Preset[]
}

export interface ReadingParts {
  readonly repository: ChatRepository
  readonly recovery: Recovery
  readonly memory: DiskMemory
}

/** Reads what there is, replies that a death cut off first; remembers it as what is on the disk. */
export async function readLibrary(parts: ReadingParts): Promise<LoadedLibrary> {
  const { repository, recovery, memory } = parts
  await recovery.all()
  const settings = await repository.loadSettings()
  const { stored, rescued } = await repository.listChats()
  const chats = [...stored, ...rescued]
  const known = new Set(chats.map(({ id }) => id))
  // One whose chat does not open stays on the disk, untouched, for the day that it does.
  const drafts = new Map([...(await repository.loadDrafts())].filter(([id]) => known.has(id)))
  const unsent = await repository.loadUnsent()
  const presets = await repository.loadPresets()
  memory.setSaved({
    ...memory.saved(),
    settings,
    drafts,
    chats: new Map(stored.map((chat) => [chat.id, chat])),
    presets: new Map(presets.map((preset) => [preset.id, preset])),
  })
  return { chats, drafts, unsent, settings, presets }
}

/** The messages of a chat, and the probabilities that are kept of its replies. */
export async function readConversation(
  { repository, recovery }: ReadingParts,
  chat: Chat,
): Promise<{ readonly tree: MessageTree; readonly found: readonly LensRecord[] }> {
  await recovery.left()
  const tree = await repository.loadTree(chat)
  return { tree, found: await repository.loadLenses(chat.id) }
}

/** An answer as another tab has stored it since it was read or written here; null if none has. */
export async function readAnswerAgain(
  { repository, recovery, memory }: ReadingParts,
  { chatId, id }: Pick<Answer, 'id' | 'chatId'>,
): Promise<Answer | null> {
  // The tab that wrote it may have died over it. Whoever asks has the answer's lock.
  await recovery.one(id).catch(() => undefined)
  const tree = memory.saved().trees.get(chatId)
  const known = tree?.get(id)
  const stored = await repository.loadMessage(chatId, id).catch(() => null)
  if (tree === undefined || known === undefined || stored?.role !== 'answer') return null
  if (isSameMessage(stored, known)) return null
  const saved = memory.saved()
  memory.setSaved({
    ...saved,
    trees: new Map(saved.trees).set(chatId, new Map(tree).set(id, stored)),
  })
  return stored
}
