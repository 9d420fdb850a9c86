import type { ReactNode } from 'react'
import { memo, useState } from 'react'

import { IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import type { Chat } from './chat.ts'
import styles from './ChatSidebar.module.css'
import type { ChatId } from './message.ts'

interface ChatRowProps {
  readonly chat: Chat
  readonly href: string
  /** Its place in the list, from 0, and how many there are. */
  readonly index: number
  readonly count: number
  readonly isOpen: boolean
  readonly isBusy: boolean
  readonly onFollow: () => void
  readonly onRename: (id: ChatId, title: string) => void
  readonly onDelete: (id: ChatId) => void
}

/** A chat in the list. Remembered: of a thousand rows, opening another chat draws two. */
export const ChatRow = memo(function ChatRow(props: ChatRowProps): ReactNode {
  const { chat, href, index, count, isOpen, isBusy, onFollow, onRename, onDelete } = props
  const [isRenaming, setIsRenaming] = useState(false)
  const [isRenamedByKey, setIsRenamedByKey] = useState(false)
  return (
    <li
      aria-posinset={index + 1}
      aria-setsize={count}
      className={isOpen ? styles.open : undefined}
      data-place={index}
    >
      {isRenaming ? (
        <RenameField
          onDone={(title, by) => {
            if (title !== null) onRename(chat.id, title)
            setIsRenaming(false)
            setIsRenamedByKey(by === 'key')
          }}
          title={chat.title}
        />
      ) : (
        <>
          <a aria-current={isOpen ? 'page' : undefined} href={href} onClick={onFollow}>
            <span>{chat.title}</span>
            {isBusy ? <span className={styles.busy}>writing</span> : null}
          </a>
          <span className={styles.actions}>
            <IconButton
              icon={<Icon name="edit" />}
              label={`Rename ${chat.title}`}
              onClick={() => setIsRenaming(true)}
              // Back to where renaming began.
              ref={isRenamedByKey ? focusOnce : undefined}
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
  )
})

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
