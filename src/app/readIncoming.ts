import type { ChatSettings } from '../chat/chat.ts'
import { readSharedFile, readSharedLink } from '../chat/sharedChat.ts'
import { readPresetFile } from '../presets/presetFile.ts'
import { readPresetLink } from '../presets/presetLink.ts'
import { readLibraryFile } from '../storage/backup/importing.ts'
import type { Incoming, IncomingFile, LinkName } from './incoming.ts'

/** What stands behind `#p=` or `#t=`. */
export async function readLink(name: LinkName, packed: string): Promise<Incoming> {
  if (name === 'p') {
    const read = await readPresetLink(packed)
    return read.kind === 'read'
      ? { kind: 'preset', source: 'link', content: read.content, notes: read.notes }
      : { kind: 'refused', source: 'link', reason: read.reason }
  }
  const read = await readSharedLink(packed)
  return read.kind === 'read'
    ? { kind: 'chat', source: 'link', shared: read.shared, notes: read.notes }
    : { kind: 'refused', source: 'link', reason: read.reason }
}

/** Bytes of a file of presets or of a shared chat. */
const largestFile = 8 * 2 ** 20

const unknownKind =
  'The file is something that a newer version of Ponder makes. Keep it, reload this page to get that version, and open it again.'

/** A file of Ponder's that says itself what it is, and is nothing that is known here. */
const isOfOtherKind = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'ponder' in value &&
  typeof value.ponder === 'string' &&
  value.ponder !== 'presets' &&
  value.ponder !== 'chat'

/** What a file is, by what is in it. Nothing of it is used or kept from here. */
export async function readFile(file: IncomingFile, own: ChatSettings): Promise<Incoming> {
  const refuse = (reason: string): Incoming => ({ kind: 'refused', source: 'file', reason })
  const read = await readLibraryFile(file, own, Date.now()).catch(() => undefined)
  if (read === undefined)
    return refuse('The file could not be read. It may have been moved; choose it once more.')
  if (read.kind === 'refused') return refuse(read.reason)
  if (read.kind === 'library') return { kind: 'library', found: read }
  if (file.size > largestFile)
    return refuse(
      'The file is larger than 8 MB, more than presets or a shared chat take. Share a long chat turn by turn.',
    )
  const { value } = read
  const chat = readSharedFile(value)
  if (chat?.kind === 'refused') return refuse(chat.reason)
  if (chat !== undefined)
    return { kind: 'chat', source: 'file', shared: chat.shared, notes: chat.notes }
  if (isOfOtherKind(value)) return refuse(unknownKind)
  const presets = readPresetFile(value)
  if (presets.kind === 'refused') return refuse(presets.reason)
  const [only, ...others] = presets.contents
  return only !== undefined && others.length === 0
    ? { kind: 'preset', source: 'file', content: only, notes: presets.notes }
    : { kind: 'presets', contents: presets.contents, notes: presets.notes }
}
