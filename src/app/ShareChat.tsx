import type { ReactNode } from 'react'
import { useCallback, useState } from 'react'

import { selectChat, selectPath } from '../chat/chatState.ts'
import type { ChatId, MessageId } from '../chat/message.ts'
import { sharedToFile, sharedToFragment } from '../chat/sharedChat.ts'
import { shareChat, type SharedChat } from '../chat/sharedTurns.ts'
import { toFileName } from '../lib/saveFile.ts'
import { ShareLink } from '../presets/ShareLink.tsx'
import type { Ponder } from './boot.ts'

interface ShareChatProps {
  readonly ponder: Ponder
  readonly title: string
  readonly chat: ChatId
  /** The turn of this answer; null for all that is on screen. */
  readonly answer: MessageId | null
  readonly onClose: () => void
}

/** A turn or a chat as a link that others can read. */
export function ShareChat(props: ShareChatProps): ReactNode {
  const { ponder, title, chat, answer, onClose } = props
  // As it is now: a reply that is being written goes on behind the dialog.
  const [shared] = useState(() => sharedOf(ponder, chat, answer))
  const makeFragment = useCallback(() => sharedToFragment(shared), [shared])
  return (
    <ShareLink
      file={{ name: toFileName(shared.title, 'chat'), text: () => sharedToFile(shared) }}
      makeFragment={makeFragment}
      onClose={onClose}
      title={title}
    >
      The link holds the questions, thoughts and answers themselves, as they are now: whoever has it
      can read them, and needs no model for that. Other versions and your settings are not in it.
    </ShareLink>
  )
}

/** What of a chat is on screen, or one turn of it. */
function sharedOf({ chats }: Ponder, id: ChatId, answer: MessageId | null): SharedChat {
  const state = chats.getState()
  const path = selectPath(id)(state)
  const at = path.findIndex((message) => message.id === answer)
  return shareChat(
    selectChat(id)(state)?.title ?? '',
    at === -1 ? path : path.slice(Math.max(0, at - 1), at + 1),
  )
}
