import { createChat } from '../../chat/chat.ts'
import { isEmptyDraft, type Draft } from '../../chat/draft.ts'
import type { Message } from '../../chat/message.ts'
import { contentOf } from '../../presets/preset.ts'
import type { Settings } from '../../settings/settings.ts'
import { chatToRecord } from '../chatRecord.ts'
import type { Change } from '../database.ts'
import { draftToRecord, unsentToRecord } from '../draftRecord.ts'
import { chatKey, draftKey, messageKey, presetKey, settingsKey, unsentKey } from '../keys.ts'
import { isSameMessage, messageToRecord } from '../messageRecord.ts'
import { presetToRecord } from '../presetRecord.ts'
import { settingsToRecord } from '../settingsRecord.ts'
import { copyChat, newIdOf, stable } from './copyChat.ts'
import type { Library, LibraryChat } from './library.ts'

/** What an import would do. Every change puts a record where none is. */
export interface MergePlan {
  readonly changes: readonly Change[]
  readonly chats: Counts
  readonly presets: Counts
  /** Drafts and an unsent question that had to become chats of their own. */
  readonly drafts: number
  /** The backup's settings, where they are not those here. */
  readonly settings: Settings | null
}

interface Counts {
  readonly fresh: number
  readonly same: number
  /** Chats that are here and get messages which they lack. */
  readonly filled: number
  /** Here with other words under the same ids: what comes in is kept beside it. */
  readonly copied: number
}

/**
 * Merges by id and never overwrites: what is not here is added, what differs comes in as a copy. A copy's ids
 * are made from what is in it, so that the same backup imported twice adds nothing the second time. Of a chat
 * that is here the name and the settings stay.
 */
export async function planMerge(own: Library, found: Library, now: number): Promise<MergePlan> {
  const plan = createPlan()
  const counts = { fresh: 0, same: 0, filled: 0, copied: 0 }
  for (const theirs of found.chats.values()) {
    const ours = own.chats.get(theirs.chat.id)
    counts[await mergeChat(plan, own, ours, theirs, found.isForeign)] += 1
  }

  const presets = { fresh: 0, same: 0, filled: 0, copied: 0 }
  for (const preset of found.presets.values()) {
    const here = own.presets.get(preset.id)
    const isOther = here !== undefined && stable(contentOf(here)) !== stable(contentOf(preset))
    const id = isOther ? await newIdOf(stable(contentOf(preset)), preset.id) : preset.id
    if (own.presets.has(id)) presets.same += 1
    else {
      plan.put(presetKey(id), presetToRecord({ ...preset, id }))
      presets[isOther ? 'copied' : 'fresh'] += 1
    }
  }

  const { unsent } = found
  if (unsent !== null && own.unsent === null) plan.put(unsentKey, unsentToRecord(unsent))
  else if (unsent !== null && unsent.text !== '' && stable(unsent) !== stable(own.unsent)) {
    const { text, ...settings } = unsent
    await plan.putDraft(own, createChat('unsent', now, settings), 'Not sent yet', {
      text,
      edits: new Map(),
    })
  }
  const isOther = found.settings !== null && stable(found.settings) !== stable(own.settings)
  return {
    changes: plan.changes,
    chats: counts,
    presets,
    drafts: plan.drafts(),
    settings: isOther ? found.settings : null,
  }
}

/** What puts the backup's settings in the place of those here, for a person who asked for it. */
export const takeSettings = (settings: Settings): Change => ({
  kind: 'put',
  key: settingsKey,
  value: settingsToRecord(settings),
})

type Plan = ReturnType<typeof createPlan>

async function mergeChat(
  plan: Plan,
  own: Library,
  ours: LibraryChat | undefined,
  theirs: LibraryChat,
  isForeign: boolean,
): Promise<keyof Counts> {
  if (ours === undefined) {
    plan.putChat(theirs)
    return 'fresh'
  }
  const differs =
    !isForeign && [...theirs.messages.values()].some((message) => isOther(ours, message))
  if (differs) {
    const copy = await copyChat(theirs)
    if (own.chats.has(copy.chat.id)) return 'same'
    plan.putChat(copy)
    return 'copied'
  }
  const lacking = [...theirs.messages.values()].filter(({ id }) => !ours.messages.has(id))
  for (const message of lacking)
    plan.put(messageKey(ours.chat.id, message.id), messageToRecord(message))
  plan.putSides(theirs, (kind, message) =>
    ours.sides.some((side) => side.kind === kind && side.message === message),
  )
  await mergeDraft(plan, own, ours, theirs)
  return lacking.length > 0 ? 'filled' : 'same'
}

async function mergeDraft(
  plan: Plan,
  own: Library,
  ours: LibraryChat,
  { chat, draft }: LibraryChat,
): Promise<void> {
  if (draft === null || isEmptyDraft(draft)) return
  if (ours.draft === null) plan.put(draftKey(chat.id), draftToRecord(chat.id, draft))
  else if (stable(draftToRecord(chat.id, draft)) !== stable(draftToRecord(chat.id, ours.draft)))
    await plan.putDraft(own, chat, `Not sent: ${chat.title}`, draft)
}

const isOther = ({ messages }: LibraryChat, message: Message): boolean => {
  const here = messages.get(message.id)
  return here !== undefined && !isSameMessage(here, message)
}

function createPlan() {
  const changes: Change[] = []
  let drafts = 0
  const put = (key: string, value: unknown): void => void changes.push({ kind: 'put', key, value })

  function putSides(
    { chat, sides }: LibraryChat,
    isHere: (kind: string, message: string) => boolean,
  ): void {
    for (const { kind, message, value } of sides)
      if (!isHere(kind, message)) put(`${kind}/${chat.id}/${message}`, value)
  }

  return {
    changes,
    drafts: () => drafts,
    put,
    putSides,
    putChat(whole: LibraryChat): void {
      const { chat, messages, draft } = whole
      put(chatKey(chat.id), chatToRecord(chat))
      for (const message of messages.values())
        put(messageKey(chat.id, message.id), messageToRecord(message))
      if (draft !== null) put(draftKey(chat.id), draftToRecord(chat.id, draft))
      putSides(whole, () => false)
    },
    /** What was typed where something else is typed now: a chat of its own, with all of it in the box. */
    async putDraft(
      own: Library,
      chat: Parameters<typeof createChat>[2] & { readonly id: string; readonly updatedAt: number },
      title: string,
      { text, edits }: Draft,
    ): Promise<void> {
      const typed = [text, ...edits.values()].filter((words) => words !== '').join('\n\n')
      const id = await newIdOf(`${title}\n${typed}`, chat.id)
      if (typed === '' || own.chats.has(id)) return
      const made = createChat(id, chat.updatedAt, chat)
      put(chatKey(id), chatToRecord({ ...made, title, titledBy: 'person' }))
      put(draftKey(id), draftToRecord(id, { text: typed, edits: new Map() }))
      drafts += 1
    },
  }
}
