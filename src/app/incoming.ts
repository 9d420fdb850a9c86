import { createStore, type StoreApi } from 'zustand/vanilla'

import type { ChatSettings } from '../chat/chat.ts'
import type { SharedChat } from '../chat/sharedTurns.ts'
import type { PresetContent } from '../presets/preset.ts'
import type { FoundLibrary } from '../storage/backup/importing.ts'
import { fragmentToPlace } from './address.ts'
import type { AddressBar } from './navigation.ts'

type Source = 'link' | 'file'
/** What a link's fragment begins with: a preset, or turns to read. */
export type LinkName = 'p' | 't'

export type IncomingFile = Pick<File, 'size' | 'arrayBuffer'>

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
  | { readonly kind: 'library'; readonly found: FoundLibrary }

/** What came in by a link or a file. It is read and shown; nothing of it is used or kept from here. */
export interface IncomingStore {
  readonly state: Pick<StoreApi<Incoming>, 'getState' | 'getInitialState' | 'subscribe'>
  /** Look at the address; settles when what it holds has been read. */
  follow(): Promise<void>
  openFile(file: IncomingFile): Promise<void>
  /** The person has decided: the address is again that of the open chat. */
  settle(): void
}

const unread =
  'The part of the app that reads it could not be loaded. Reload this page, and open it again.'

/** `home` is the fragment of the open chat; chats of other apps are taken in with the person's own settings. */
export function createIncoming(
  bar: AddressBar,
  home: () => string,
  own: () => ChatSettings,
): IncomingStore {
  const state = createStore<Incoming>(() => ({ kind: 'none' }))
  let asked = 0

  /** What is asked for last is shown, however long the others take. */
  async function show(source: Source, read: () => Promise<Incoming>): Promise<void> {
    const mine = (asked += 1)
    state.setState({ kind: 'reading' }, true)
    // What reads them is loaded when something comes; that may fail without a network.
    const found = await read().catch((): Incoming => ({ kind: 'refused', source, reason: unread }))
    if (mine === asked) state.setState(found, true)
  }

  async function follow(): Promise<void> {
    const reader = readerOf(bar)
    if (reader !== undefined) return show('link', reader)
    if (state.getState().kind === 'none') return
    // The person went back, or to a chat.
    asked += 1
    state.setState({ kind: 'none' }, true)
  }
  bar.onMove(() => void follow())

  return {
    state,
    follow,
    openFile: (file) =>
      show('file', async () => (await import('./readIncoming.ts')).readFile(file, own())),
    settle() {
      asked += 1
      if (readerOf(bar) !== undefined) bar.replace(home())
      state.setState({ kind: 'none' }, true)
    },
  }
}

function readerOf(bar: AddressBar): (() => Promise<Incoming>) | undefined {
  const place = fragmentToPlace(bar.fragment())
  if (place.kind !== 'other') return undefined
  const { name, value } = place
  return name === 'p' || name === 't'
    ? async () => (await import('./readIncoming.ts')).readLink(name, value)
    : undefined
}
