import type { ReactNode } from 'react'
import { useRef, useState } from 'react'
import { useStore } from 'zustand'

import { Button, IconButton } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Icon } from '../ui/Icon.tsx'
import { selectDraft } from './chatState.ts'
import type { ChatStore } from './chatStore.ts'
import type { MessageId, Question } from './message.ts'
import styles from './QuestionItem.module.css'
import type { Version } from './messageTree.ts'
import { VersionSwitch } from './VersionSwitch.tsx'

interface QuestionItemProps {
  readonly question: Question
  readonly version: Version
  /** No new reply can begin while one is being written in this chat. */
  readonly busy: boolean
  readonly store: ChatStore
  readonly onDelete: () => void
  readonly onShow: (message: MessageId) => void
}

/** A question; what is typed over it is read here, so that a key draws no other message. */
export function QuestionItem(props: QuestionItemProps): ReactNode {
  const { question, store, version, busy, onDelete, onShow } = props
  const { id, chatId } = question
  const edit = useStore(store, (state) => selectDraft(chatId)(state).edits.get(id))
  const onType = (text: string | null): void => store.writeEdit(chatId, id, text)
  const [isJustOpened, setIsJustOpened] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const cancel = (): void => {
    onType(null)
    button.current?.focus()
  }
  return (
    <article
      aria-label="Question"
      className={styles.question}
      data-message={question.id}
      data-place={`after ${question.parent ?? 'nothing'}`}
    >
      {edit === undefined ? (
        <p className={styles.text}>{question.text}</p>
      ) : (
        <form
          className={styles.editor}
          onSubmit={(event) => {
            event.preventDefault()
            if (store.editQuestion(chatId, id, edit)) onType(null)
          }}
        >
          <textarea
            aria-label="Edited question"
            onChange={(event) => onType(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return
              // Taken here: it does not stop a reply as well.
              event.preventDefault()
              cancel()
            }}
            // Not when it comes back with its chat: then nobody asked to type here.
            ref={isJustOpened ? focusAtEnd : undefined}
            rows={3}
            value={edit}
          />
          <div>
            <Button onClick={cancel} size="s">
              Cancel
            </Button>
            <Button disabled={busy || edit.trim() === ''} kind="primary" size="s" submit>
              Ask this instead
            </Button>
          </div>
        </form>
      )}
      <footer className={styles.actions}>
        <VersionSwitch onShow={onShow} version={version} />
        <CopyButton label="Copy question" text={() => question.text} />
        <IconButton
          disabled={busy}
          icon={<Icon name="edit" />}
          label="Edit question"
          onClick={() => {
            setIsJustOpened(true)
            onType(question.text)
          }}
          ref={button}
          size="s"
        />
        <IconButton
          icon={<Icon name="trash" />}
          label="Delete question"
          onClick={onDelete}
          size="s"
        />
      </footer>
    </article>
  )
}

function focusAtEnd(element: HTMLTextAreaElement | null): void {
  if (element === null || element === document.activeElement) return
  element.focus()
  element.setSelectionRange(element.value.length, element.value.length)
}
