import type { ReactNode } from 'react'
import { useState } from 'react'

import { answerNow, selectChat, selectPath } from '../chat/chatState.ts'
import type { ChatId } from '../chat/message.ts'
import { ExportChat } from '../storage/backup/ExportChat.tsx'
import type { Ponder } from './boot.ts'

interface ExportOpenChatProps {
  readonly ponder: Ponder
  readonly chat: ChatId
  readonly onClose: () => void
}

/** The chat as it is now: a reply that is being written goes on behind the dialog. */
export function ExportOpenChat({ ponder, chat: id, onClose }: ExportOpenChatProps): ReactNode {
  const { chats, storage } = ponder
  const [{ chat, path }] = useState(() => {
    const state = chats.getState()
    return {
      chat: selectChat(id)(state),
      path: selectPath(id)(state).map((message) =>
        message.role === 'answer' ? answerNow(state, message) : message,
      ),
    }
  })
  return chat === undefined ? null : (
    <ExportChat chat={chat} onClose={onClose} path={path} storage={storage} />
  )
}
