import type { ReactNode } from 'react'
import { useRef, useState } from 'react'

import { Button, IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { useKeptFocus } from '../ui/useKeptFocus.ts'
import type { Chat } from './chat.ts'
import styles from './ChatSidebar.module.css'
import type { ChatId } from './message.ts'

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
  const [renaming, setRenaming] = useState<ChatId | null>(null)
  const [renamedByKey, setRenamedByKey] = useState<ChatId | null>(null)
  const nav = useRef<HTMLElement>(null)
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
        {chats.map((chat, index) => (
          <li
            className={chat.id === openChat ? styles.open : undefined}
            data-place={index}
            key={chat.id}
          >
            {renaming === chat.id ? (
              <RenameField
                onDone={(title, by) => {
                  if (title !== null) onRename(chat.id, title)
                  setRenaming(null)
                  setRenamedByKey(by === 'key' ? chat.id : null)
                }}
                title={chat.title}
              />
            ) : (
              <>
                <a
                  aria-current={chat.id === openChat ? 'page' : undefined}
                  href={addressOf(chat.id)}
                  onClick={onFollow}
                >
                  <span>{chat.title}</span>
                  {busy.has(chat.id) ? <span className={styles.busy}>writing</span> : null}
                </a>
                <span className={styles.actions}>
                  <IconButton
                    icon={<Icon name="edit" />}
                    label={`Rename ${chat.title}`}
                    onClick={() => setRenaming(chat.id)}
                    // Back to where renaming began.
                    ref={renamedByKey === chat.id ? focusOnce : undefined}
                    size="s"
                  />
                  <IconButton
                    icon={<Icon name="trash" />}
                    label={`Delete ${chat.title}`}
                    onClick={() => onDelete(chat.id)}
                    size="s"
                  />
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
      <div className={styles.footer}>{footer}</div>
    </nav>
  )
}

interface RenameFieldProps {
  readonly title: string
  /** With null when the person changed their mind. */
  readonly onDone: (title: string | null, by: 'key' | 'leaving') => void
}

function RenameField({ title, onDone }: RenameFieldProps): ReactNode {
  const [text, setText] = useState(title)
  return (
    <form
      className={styles.rename}
      onSubmit={(event) => {
        event.preventDefault()
        onDone(text, 'key')
      }}
    >
      <input
        aria-label="Chat title"
        name="title"
        onBlur={() => onDone(text, 'leaving')}
        onChange={(event) => setText(event.target.value)}
        onFocus={(event) => event.target.select()}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          // Taken here: it does not stop a reply as well.
          event.preventDefault()
          onDone(null, 'key')
        }}
        // The person has just asked to type here.
        ref={focusOnce}
        value={text}
      />
    </form>
  )
}

const focusOnce = (element: HTMLElement | null): void => element?.focus()
