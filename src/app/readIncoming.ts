import { readSharedFile, readSharedLink } from '../chat/sharedChat.ts'
import { readPresetFile } from '../presets/presetFile.ts'
import { readPresetLink } from '../presets/presetLink.ts'
import type { Incoming, LinkName } from './incoming.ts'

/** Bytes of a file that is looked at. */
const largestFile = 8 * 2 ** 20

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

/** How gzip begins, read as text. */
const compressed = '\u001F\uFFFD'
const unknownKind =
  'The file is a backup, or something else that a newer version of Ponder makes. Keep it, reload this page to get that version, and open it again.'

/** A file of Ponder's that says itself what it is, and is nothing that is known here. */
const isOfOtherKind = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'ponder' in value &&
  typeof value.ponder === 'string' &&
  value.ponder !== 'presets' &&
  value.ponder !== 'chat'

export async function readFile(file: Pick<File, 'size' | 'text'>): Promise<Incoming> {
  const refuse = (reason: string): Incoming => ({ kind: 'refused', source: 'file', reason })
  if (file.size > largestFile)
    return refuse(
      'The file is larger than 8 MB, more than presets or a shared chat take. Share a long chat turn by turn.',
    )
  let value: unknown
  try {
    const text = await file.text()
    if (text.startsWith(compressed)) return refuse(unknownKind)
    value = JSON.parse(text)
  } catch {
    return refuse(
      'The file is damaged, or none of Ponder’s. Ask for it again, or for the link that it was made from.',
    )
  }
  const chat = readSharedFile(value)
  if (chat?.kind === 'refused') return refuse(chat.reason)
  if (chat !== undefined)
    return { kind: 'chat', source: 'file', shared: chat.shared, notes: chat.notes }
  if (isOfOtherKind(value)) return refuse(unknownKind)
  const read = readPresetFile(value)
  if (read.kind === 'refused') return refuse(read.reason)
  const [only, ...others] = read.contents
  return only !== undefined && others.length === 0
    ? { kind: 'preset', source: 'file', content: only, notes: read.notes }
    : { kind: 'presets', contents: read.contents, notes: read.notes }
}
