import type { ChatSettings } from '../../chat/chat.ts'
import type { Entry } from '../database.ts'
import { largestBackup, newerBackup, readBackup, unpackBackup } from './backupFile.ts'
import { fromForeign } from './foreignChat.ts'
import { readLibrary, type Library } from './library.ts'
import { planMerge, type MergePlan } from './mergePlan.ts'
import { readOtherApp } from './otherApps.ts'

/** Chats that came in by a file and wait for a yes. */
export interface FoundLibrary {
  readonly library: Library
  /** When the backup was made; 0 where the file does not tell. */
  readonly madeAt: number
}

export type ReadLibraryFile =
  | ({ readonly kind: 'library' } & FoundLibrary)
  | { readonly kind: 'refused'; readonly reason: string }
  /** JSON, and none of a library: another room may know it. */
  | { readonly kind: 'other'; readonly value: unknown }

/** What a file holds: a backup, chats of another app, or something else. Any bytes give an answer. */
export async function readLibraryFile(
  file: Pick<File, 'size' | 'arrayBuffer'>,
  own: ChatSettings,
  now: number,
): Promise<ReadLibraryFile> {
  if (file.size > largestBackup)
    return {
      kind: 'refused',
      reason: 'The file is larger than 256 MB, more than a backup of Ponder takes.',
    }
  const unpacked = await unpackBackup(new Uint8Array(await file.arrayBuffer()))
  if (unpacked.kind === 'refused') return unpacked
  const backup = readBackup(unpacked.value)
  if (backup?.kind === 'refused') return backup
  if (backup !== undefined) {
    const library = readLibrary(backup.records, own)
    return library.newer > 0
      ? { kind: 'refused', reason: newerBackup }
      : { kind: 'library', library, madeAt: backup.madeAt }
  }
  const foreign = readOtherApp(unpacked.value, now)
  if (foreign === undefined) return { kind: 'other', value: unpacked.value }
  const chats = await Promise.all(foreign.map((chat) => fromForeign(chat, own)))
  return {
    kind: 'library',
    madeAt: 0,
    library: {
      chats: new Map(chats.map((whole) => [whole.chat.id, whole])),
      presets: new Map(),
      settings: null,
      unsent: null,
      broken: 0,
      newer: 0,
      isForeign: true,
    },
  }
}

/** What importing it would do to what is here now. */
export const planImport = (
  here: readonly Entry[],
  { library }: FoundLibrary,
  own: ChatSettings,
  now: number,
): Promise<MergePlan> => planMerge(readLibrary(here, own), library, now)

/** A sentence for each thing that an import would do, or leave. */
export function describePlan(
  { chats, presets, drafts }: MergePlan,
  { library }: FoundLibrary,
): readonly string[] {
  const sentences = [
    [chats.fresh, 'chat is new', 'chats are new'],
    [chats.filled, 'chat gets messages that it lacks', 'chats get messages that they lack'],
    [
      chats.copied,
      'chat differs from the one here and comes in as a copy',
      'chats differ from those here and come in as copies',
    ],
    [chats.same, 'chat is here already', 'chats are here already'],
    [presets.fresh, 'preset is new', 'presets are new'],
    [
      presets.copied,
      'preset differs from the one here and comes in as a copy',
      'presets differ from those here and come in as copies',
    ],
    [presets.same, 'preset is here already', 'presets are here already'],
    [
      drafts,
      'text that was not sent becomes a chat of its own',
      'texts that were not sent become chats of their own',
    ],
    [
      library.broken,
      'record cannot be read and is left out',
      'records cannot be read and are left out',
    ],
  ] as const
  const said = sentences
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => `${count.toLocaleString('en')} ${count === 1 ? one : many}.`)
  return said.length === 0 ? ['There are no chats in it.'] : said
}
