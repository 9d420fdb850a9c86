import type { ReactNode } from 'react'
import { useRef } from 'react'

import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { useKeptFocus } from '../ui/useKeptFocus.ts'
import type { Chat } from './chat.ts'
import { ChatRow } from './ChatRow.tsx'
import styles from './ChatSidebar.module.css'
import type { ChatId } from './message.ts'
import { useGrowingList } from './useGrowingList.ts'

interface ChatSidebarProps {
  readonly chats: readonly Chat[]
  /** None while the address leads to no chat. */
  readonly openChat: ChatId | null
  /** Chats whose reply is being written now. */
  readonly busy: ReadonlySet<ChatId>
  readonly onNew: () => void
  /** Where a chat's link leads. */
  readonly addressOf: (id: ChatId) => string
  /** A link was followed. */
  readonly onFollow: () => void
  readonly onRename: (id: ChatId, title: string) => void
  readonly onDelete: (id: ChatId) => void
  /** What finds a place in the chats; while it shows what it found, the list is away. */
  readonly search?: ReactNode
  readonly footer: ReactNode
}

/** All chats, the one last used first. */
export function ChatSidebar(props: ChatSidebarProps): ReactNode {
  const { chats, openChat, busy, addressOf, onNew, onFollow, onRename, onDelete, search, footer } =
    props
  const nav = useRef<HTMLElement>(null)
  const { drawn, end } = useGrowingList()
  // A deleted chat leaves the focus to the one that takes its place in the list.
  useKeptFocus(nav, ({ place }) => {
    const links = [...(nav.current?.querySelectorAll<HTMLElement>('a') ?? [])]
    return links[Number(place)] ?? links.at(-1) ?? nav.current?.querySelector('button')
  })
  return (
    <nav aria-label="Chats" className={styles.sidebar} ref={nav}>
      <Button onClick={onNew}>
        <Icon name="plus" /> New chat
      </Button>
      {search}
      <ul className={styles.list}>
        {chats.slice(0, drawn).map((chat, index) => (
          <ChatRow
            chat={chat}
            count={chats.length}
            href={addressOf(chat.id)}
            index={index}
            isBusy={busy.has(chat.id)}
            isOpen={chat.id === openChat}
            key={chat.id}
            onDelete={onDelete}
            onFollow={onFollow}
            onRename={onRename}
          />
        ))}
        {drawn < chats.length ? <li aria-hidden key={drawn} ref={end} /> : null}
      </ul>
      <div className={styles.footer}>{footer}</div>
    </nav>
  )
}
