import type { ReactNode } from 'react'
import { useRef, useState } from 'react'

import { Button, IconButton } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Icon } from '../ui/Icon.tsx'
import type { MessageId, Question } from './message.ts'
import styles from './QuestionItem.module.css'
import type { Version } from './messageTree.ts'
import { VersionSwitch } from './VersionSwitch.tsx'

interface QuestionItemProps {
  readonly question: Question
  readonly version: Version
  /** No new reply can begin while one is being written in this chat. */
  readonly busy: boolean
  readonly onEdit: (text: string) => void
  readonly onDelete: () => void
  readonly onShow: (message: MessageId) => void
}

export function QuestionItem(props: QuestionItemProps): ReactNode {
  const { question, version, busy, onEdit, onDelete, onShow } = props
  const [draft, setDraft] = useState<string | null>(null)
  const edit = useRef<HTMLButtonElement>(null)
  const cancel = (): void => {
    setDraft(null)
    edit.current?.focus()
  }
  return (
    <article aria-label="Question" className={styles.question}>
      {draft === null ? (
        <p className={styles.text}>{question.text}</p>
      ) : (
        <form
          className={styles.editor}
          onSubmit={(event) => {
            event.preventDefault()
            setDraft(null)
            if (draft.trim() !== '') onEdit(draft)
          }}
        >
          <textarea
            aria-label="Edited question"
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return
              // Taken here: it does not stop a reply as well.
              event.preventDefault()
              cancel()
            }}
            ref={focusAtEnd}
            rows={3}
            value={draft}
          />
          <div>
            <Button onClick={cancel} size="s">
              Cancel
            </Button>
            <Button disabled={busy || draft.trim() === ''} kind="primary" size="s" submit>
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
          onClick={() => setDraft(question.text)}
          ref={edit}
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
