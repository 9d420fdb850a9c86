import type { ReactNode } from 'react'
import { useId } from 'react'

import { Button } from '../ui/Button.tsx'
import styles from './ReplyEditor.module.css'

interface ReplyEditorProps {
  readonly kind: 'thought' | 'answer'
  readonly text: string
  /** No other reply can begin while one is being written in this chat. */
  readonly busy: boolean
  readonly onType: (text: string) => void
  readonly onCancel: () => void
  /** Go on from the text as it stands: think on, or answer. */
  readonly onGoOn: (next: 'think' | 'answer') => void
}

/** A thought or an answer written over; what the model makes of it becomes a new version. */
export function ReplyEditor(props: ReplyEditorProps): ReactNode {
  const { kind, text, busy, onType, onCancel, onGoOn } = props
  const hint = useId()
  const isThought = kind === 'thought'
  return (
    <form
      className={styles.editor}
      onSubmit={(event) => {
        event.preventDefault()
        onGoOn(isThought ? 'think' : 'answer')
      }}
    >
      <textarea
        aria-describedby={hint}
        aria-label={isThought ? 'Edited thought' : 'Edited answer'}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          // Taken here: it does not stop a reply as well.
          event.preventDefault()
          onCancel()
        }}
        ref={focusAtEnd}
        rows={isThought ? 10 : 5}
        value={text}
      />
      <p id={hint}>
        {isThought
          ? 'Change it, cut its end off, or add a hint. The model goes on from the last character; this version stays.'
          : 'The model goes on from the last character; this version stays.'}
      </p>
      <div>
        <Button onClick={onCancel} size="s">
          Cancel
        </Button>
        {isThought ? (
          <Button disabled={busy} onClick={() => onGoOn('answer')} size="s">
            Answer from here
          </Button>
        ) : null}
        <Button disabled={busy || text.trim() === ''} kind="primary" size="s" submit>
          {isThought ? 'Think on from here' : 'Go on from here'}
        </Button>
      </div>
    </form>
  )
}

function focusAtEnd(element: HTMLTextAreaElement | null): void {
  if (element === null || element === document.activeElement) return
  element.focus()
  element.setSelectionRange(element.value.length, element.value.length)
}
