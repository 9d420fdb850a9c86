import { useState } from 'react'

import type { ChatStore } from './chatStore.ts'
import type { ChatId } from './message.ts'

const draftsOf = new WeakMap<ChatStore, Map<ChatId, string>>()

/** What is typed and not sent, one text a chat: opening another chat does not throw it away. */
export function useDraft(store: ChatStore, chat: ChatId): [string, (text: string) => void] {
  const [text, setText] = useState(() => draftsOf.get(store)?.get(chat) ?? '')
  return [
    text,
    (next) => {
      const drafts = draftsOf.get(store) ?? new Map<ChatId, string>()
      draftsOf.set(store, drafts.set(chat, next))
      setText(next)
    },
  ]
}
