import { createStore, type StoreApi } from 'zustand/vanilla'

import type { ChatStore } from '../chat/chatStore.ts'
import { chatToFragment, fragmentToPlace } from './address.ts'

/** The part of the browser's address and history that is used. Fragments have their `#`, or are empty. */
export interface AddressBar {
  fragment(): string
  /** A new entry, so that Back leads to the one before. */
  push(fragment: string): void
  replace(fragment: string): void
  /** The person went back or forward, followed a link or typed an address. */
  onMove(listener: () => void): void
}

/** Whether the address leads to a chat, an unsent one included. */
export interface Shown {
  readonly kind: 'chat' | 'unknown chat'
}

export interface Navigation {
  readonly state: Pick<StoreApi<Shown>, 'getState' | 'getInitialState' | 'subscribe'>
  /** Open what the address names; settles when its messages are here. */
  follow(): Promise<void>
  newChat(): void
  /** Does what opens a chat, and shows that chat whatever the address named before. */
  showChat(open: () => void): void
}

/** Keeps address and open chat together: each chat that is opened is an entry of the history. */
export function createNavigation(chats: ChatStore, bar: AddressBar): Navigation {
  const state = createStore<Shown>(() => ({ kind: 'chat' }))
  let isFollowing = false
  let { openChat: open } = chats.getState()
  let last = fragmentOf(chats)

  /** The address of what is open now; a chat that is gone is no place to go back to. */
  function write(fragment: string, isSameChat: boolean): void {
    if (fragment === bar.fragment()) return
    const place = fragmentToPlace(bar.fragment())
    const isGone = place.kind === 'chat' && !chats.getState().chats.has(place.id)
    if (isSameChat || isGone) bar.replace(fragment)
    else bar.push(fragment)
  }

  chats.subscribe(({ openChat }) => {
    const fragment = fragmentOf(chats)
    const isSameChat = openChat === open
    if (isSameChat && fragment === last) return
    open = openChat
    last = fragment
    if (isFollowing) return
    state.setState({ kind: 'chat' })
    write(fragment, isSameChat)
  })

  async function follow(): Promise<void> {
    const place = fragmentToPlace(bar.fragment())
    if (place.kind === 'other') return
    const isKnown = place.kind === 'new chat' || chats.getState().chats.has(place.id)
    isFollowing = true
    const opened = place.kind === 'chat' && isKnown ? chats.open(place.id) : void chats.newChat()
    isFollowing = false
    state.setState({ kind: isKnown ? 'chat' : 'unknown chat' })
    await opened
  }
  bar.onMove(() => void follow())

  return {
    state,
    follow,
    showChat(openIt) {
      openIt()
      state.setState({ kind: 'chat' })
    },
    newChat() {
      chats.newChat()
      state.setState({ kind: 'chat' })
      write('', false)
    },
  }
}

/** Empty for a chat in which nothing was asked yet. */
export function fragmentOf(chats: ChatStore): string {
  const { openChat, chats: known } = chats.getState()
  return known.has(openChat) ? chatToFragment(openChat) : ''
}

/** The address bar of this window; without a fragment the address is the page's own, wherever it is served. */
export const browserAddressBar = (): AddressBar => {
  const addressOf = (fragment: string): string =>
    fragment === '' ? `${location.pathname}${location.search}` : fragment
  return {
    fragment: () => location.hash,
    push: (fragment) => history.pushState(null, '', addressOf(fragment)),
    replace: (fragment) => history.replaceState(null, '', addressOf(fragment)),
    onMove: (listener) => addEventListener('popstate', listener),
  }
}
