import { createStore, type StoreApi } from 'zustand/vanilla'

import type { SharedChat } from '../chat/sharedChat.ts'
import type { PresetContent } from '../presets/preset.ts'
import { fragmentToPlace } from './address.ts'
import type { AddressBar } from './navigation.ts'

type Source = 'link' | 'file'

/** Something from somebody else that waits for the person to say what becomes of it. */
export type Incoming =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'refused'; readonly source: Source; readonly reason: string }
  | {
      readonly kind: 'preset'
      readonly source: Source
      readonly content: PresetContent
      readonly notes: readonly string[]
    }
  | {
      readonly kind: 'presets'
      readonly contents: readonly PresetContent[]
      readonly notes: readonly string[]
    }
  | {
      readonly kind: 'chat'
      readonly source: Source
      readonly shared: SharedChat
      readonly notes: readonly string[]
    }

/** What came in by a link or a file. It is read and shown; nothing of it is used or kept from here. */
export interface IncomingStore {
  readonly state: Pick<StoreApi<Incoming>, 'getState' | 'getInitialState' | 'subscribe'>
  /** Look at the address; settles when what it holds has been read. */
  follow(): Promise<void>
  openFile(file: Pick<File, 'size' | 'text'>): Promise<void>
  /** The person has decided: the address is again that of the open chat. */
  settle(): void
}

/** Bytes of a file that is looked at. */
const largestFile = 8 * 2 ** 20

/** Loaded when there is something to read: most visits bring nothing. */
const readers: Readonly<Record<string, (packed: string) => Promise<Incoming>>> = {
  p: async (packed) => {
    const { readPresetLink } = await import('../presets/presetLink.ts')
    const read = await readPresetLink(packed)
    return read.kind === 'read'
      ? { kind: 'preset', source: 'link', content: read.content, notes: read.notes }
      : { kind: 'refused', source: 'link', reason: read.reason }
  },
  t: async (packed) => {
    const { readSharedLink } = await import('../chat/sharedChat.ts')
    const read = await readSharedLink(packed)
    return read.kind === 'read'
      ? { kind: 'chat', source: 'link', shared: read.shared, notes: read.notes }
      : { kind: 'refused', source: 'link', reason: read.reason }
  },
}

/** `home` is the fragment of the open chat. */
export function createIncoming(bar: AddressBar, home: () => string): IncomingStore {
  const state = createStore<Incoming>(() => ({ kind: 'none' }))
  let asked = 0

  /** What is asked for last is shown, however long the others take. */
  async function show(read: () => Promise<Incoming>): Promise<void> {
    const mine = (asked += 1)
    state.setState({ kind: 'reading' }, true)
    const found = await read()
    if (mine === asked) state.setState(found, true)
  }

  async function follow(): Promise<void> {
    const reader = readerOf(bar)
    if (reader !== undefined) return show(reader)
    if (state.getState().kind === 'none') return
    // The person went back, or to a chat.
    asked += 1
    state.setState({ kind: 'none' }, true)
  }
  bar.onMove(() => void follow())

  return {
    state,
    follow,
    openFile: (file) => show(() => readFile(file)),
    settle() {
      asked += 1
      if (readerOf(bar) !== undefined) bar.replace(home())
      state.setState({ kind: 'none' }, true)
    },
  }
}

function readerOf(bar: AddressBar): (() => Promise<Incoming>) | undefined {
  const place = fragmentToPlace(bar.fragment())
  if (place.kind !== 'other' || !Object.hasOwn(readers, place.name)) return undefined
  const reader = readers[place.name]
  return reader && (() => reader(place.value))
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

async function readFile(file: Pick<File, 'size' | 'text'>): Promise<Incoming> {
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
  const { readSharedFile } = await import('../chat/sharedChat.ts')
  const chat = readSharedFile(value)
  if (chat?.kind === 'refused') return refuse(chat.reason)
  if (chat !== undefined)
    return { kind: 'chat', source: 'file', shared: chat.shared, notes: chat.notes }
  if (isOfOtherKind(value)) return refuse(unknownKind)
  const { readPresetFile } = await import('../presets/presetFile.ts')
  const read = readPresetFile(value)
  if (read.kind === 'refused') return refuse(read.reason)
  const [only, ...others] = read.contents
  return only !== undefined && others.length === 0
    ? { kind: 'preset', source: 'file', content: only, notes: read.notes }
    : { kind: 'presets', contents: read.contents, notes: read.notes }
}
