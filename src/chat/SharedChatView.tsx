import type { ReactNode } from 'react'
import { Fragment } from 'react'

import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import questionStyles from './QuestionItem.module.css'
import { SharedAnswer } from './SharedAnswer.tsx'
import type { SharedChat } from './sharedTurns.ts'
import styles from './ChatView.module.css'

interface SharedChatViewProps {
  readonly shared: SharedChat
  readonly notes: readonly string[]
  readonly source: 'link' | 'file'
  readonly onKeep: () => void
  readonly onClose: () => void
}

/** A chat from elsewhere, to read: it needs no model, and nothing of it is kept until it is asked for. */
export function SharedChatView(props: SharedChatViewProps): ReactNode {
  const { shared, notes, source, onKeep, onClose } = props
  // A chat is called by its first question, if nobody renamed it.
  const isQuestion = shared.title === shared.turns[0]?.question
  return (
    <div className={styles.view}>
      <section aria-label="Shared chat" className={styles.conversation}>
        <div className={styles.column}>
          <Notice
            actions={
              <>
                <Button kind="primary" onClick={onKeep} size="s">
                  Keep a copy
                </Button>
                <Button onClick={onClose} size="s">
                  Close
                </Button>
              </>
            }
            kind="information"
            title={`A chat from a ${source}, to read`}
          >
            Whoever made it may have changed its words: no model needs to have written them. It is
            not among your chats until you keep a copy. {notes.join(' ')}
          </Notice>
          <h2 className={isQuestion ? 'visually-hidden' : styles.title}>{shared.title}</h2>
          {shared.turns.map((turn, index) => (
            <Fragment key={index}>
              <article aria-label="Question" className={questionStyles.question}>
                <p className={questionStyles.text}>{turn.question}</p>
              </article>
              {turn.thought === '' && turn.answer === '' ? null : <SharedAnswer turn={turn} />}
            </Fragment>
          ))}
        </div>
      </section>
    </div>
  )
}
