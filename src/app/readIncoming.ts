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

export async function readFile(file: Pick<File, 'size' | 'text'>): Promise<Incoming> {
  const refuse = (reason: string): Incoming => ({ kind: 'refused', source: 'file', reason })
  if (file.size > largestFile) return refuse('The file is larger than 8 MB.')
  let value: unknown
  try {
    value = JSON.parse(await file.text())
  } catch {
    return refuse('The file is damaged, or none of Ponder’s.')
  }
  const chat = readSharedFile(value)
  if (chat?.kind === 'refused') return refuse(chat.reason)
  if (chat !== undefined)
    return { kind: 'chat', source: 'file', shared: chat.shared, notes: chat.notes }
  const read = readPresetFile(value)
  if (read.kind === 'refused') return refuse(read.reason)
  const [only, ...others] = read.contents
  return only !== undefined && others.length === 0
    ? { kind: 'preset', source: 'file', content: only, notes: read.notes }
    : { kind: 'presets', contents: read.contents, notes: read.notes }
}
