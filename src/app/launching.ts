import { createStore, type StoreApi } from 'zustand/vanilla'

import { selectDraft } from '../chat/chatState.ts'
import type { ChatStore } from '../chat/chatStore.ts'
import { consumeLaunches, readLaunch, type Launch, type LaunchQueue } from '../pwa/launch.ts'
import type { Navigation } from './navigation.ts'

export interface LaunchState {
  /** The app was opened to look at the models. */
  readonly wantsModels: boolean
  /** What became of files that the app was opened with; null once it has been read. */
  readonly aboutFiles: string | null
}

export interface Launching extends Pick<
  StoreApi<LaunchState>,
  'getState' | 'getInitialState' | 'subscribe'
> {
  /** The models have been looked at. */
  closeModels(): void
  /** The words about files have been read. */
  dismissFiles(): void
}

export interface LaunchingDeps {
  readonly chats: ChatStore
  readonly navigation: Pick<Navigation, 'newChat'>
  /** The address that this page was opened with. */
  readonly address: string
  readonly queue: LaunchQueue | undefined
  /** Takes backups and presets; answers in words what became of them, null where a screen says it. */
  readonly openFiles: (files: readonly File[]) => Promise<string | null>
}

const nothing: LaunchState = { wantsModels: false, aboutFiles: null }

/** Follows what the app is opened for: now, and each time that it comes to this window again. */
export function createLaunching(deps: LaunchingDeps): Launching {
  const { chats, navigation, address, queue, openFiles } = deps
  const store = createStore<LaunchState>(() => nothing)

  function follow(launch: Launch): void {
    switch (launch.kind) {
      case 'models':
        store.setState({ wantsModels: true })
        break
      case 'new-chat':
        navigation.newChat()
        break
      case 'question':
        navigation.newChat()
        putIntoBox(chats, launch.text)
        break
    }
  }

  const first = readLaunch(address)
  if (first !== undefined) follow(first)
  consumeLaunches(queue, address, {
    onLaunch: follow,
    onFiles: (files) => void openFiles(files).then((aboutFiles) => store.setState({ aboutFiles })),
  })
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    closeModels: () => store.setState({ wantsModels: false }),
    dismissFiles: () => store.setState({ aboutFiles: null }),
  }
}

/** Under what is typed there already; nothing is sent. */
function putIntoBox(chats: ChatStore, text: string): void {
  const { openChat } = chats.getState()
  const typed = selectDraft(openChat)(chats.getState()).text
  chats.writeDraft(openChat, typed.trim() === '' ? text : `${typed}\n\n${text}`)
}

/** The address of this window without what the app was opened for: a reload does not do it again. */
export const withoutLaunch = (address: string): string => {
  const { pathname, hash } = new URL(address)
  return pathname + hash
}
