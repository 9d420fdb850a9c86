import type { ReactNode } from 'react'

import { conversationOf } from '../chat/chatState.ts'
import { pathTo } from '../chat/messageTree.ts'
import { ChatSearch } from '../search/ChatSearch.tsx'
import { termsOf } from '../search/foldText.ts'
import type { Hit } from '../search/hit.ts'
import { markPlace } from '../search/markPlace.ts'
import { createSearchClient } from '../search/searchClient.ts'
import { chatToFragment } from './address.ts'
import type { Ponder } from './boot.ts'

/** One for the window: the sidebar comes and goes, and what is read stays read. */
const client = createSearchClient(
  () =>
    new Worker(new URL('../search/search.worker.ts', import.meta.url), {
      type: 'module',
      name: 'search',
    }),
)

let showing = new AbortController()

interface SearchChatsProps {
  readonly ponder: Pick<Ponder, 'chats' | 'navigation'>
  /** A hit was followed. */
  readonly onFollow: () => void
}

/** The search in the sidebar: a hit opens its chat, in the version that holds it, at its place. */
export function SearchChats({ ponder, onFollow }: SearchChatsProps): ReactNode {
  return (
    <ChatSearch
      addressOf={chatToFragment}
      client={client}
      onOpen={(hit, query) => {
        showing.abort()
        showing = new AbortController()
        onFollow()
        void showHit(ponder, hit, query, showing.signal)
      }}
    />
  )
}

async function showHit(
  { chats, navigation }: SearchChatsProps['ponder'],
  hit: Hit,
  query: string,
  signal: AbortSignal,
): Promise<void> {
  let opened: Promise<void> | undefined
  navigation.showChat(() => {
    opened = chats.open(hit.chatId)
  })
  await opened
  const conversation = conversationOf(chats.getState(), hit.chatId)
  if (hit.message === null || conversation === undefined || signal.aborted) return
  if (conversation.tree.has(hit.message))
    for (const { id } of pathTo(conversation.tree, hit.message)) chats.showVersion(hit.chatId, id)
  await markPlace(hit, termsOf(query), signal)
}
