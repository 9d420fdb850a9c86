import type { ReactNode } from 'react'

import { isInterrupted, textOf } from './answer.ts'
import styles from './AnswerItem.module.css'
import { describeEnding, watchedHere, writtenElsewhere } from './describeEnding.ts'
import { describeMarks } from './describeMarks.ts'
import { describeWait } from './describePhase.ts'
import { FormatLine } from './FormatLine.tsx'
import type { LiveAnswer } from './liveAnswer.ts'
import type { Answer } from './message.ts'

interface AnswerNotesProps {
  readonly answer: Answer
  readonly live: LiveAnswer | undefined
  /** Another tab is writing it. */
  readonly isElsewhere: boolean
}

/** What there is to say of a reply: what it waits for, what its prompt left out, what was done to it, how it ended. */
export function AnswerNotes({ answer, live, isElsewhere }: AnswerNotesProps): ReactNode {
  const isLive = live !== undefined
  const wait = isLive ? describeWait(live) : undefined
  const ending = isElsewhere
    ? isLive
      ? watchedHere
      : writtenElsewhere
    : isLive
      ? undefined
      : describeEnding(
          answer.ending,
          isInterrupted(answer, isLive),
          answer.parts.every(({ text }) => text.trim() === ''),
        )
  return (
    <>
      {wait === undefined ? null : <p className={styles.phase}>{wait}</p>}
      {answer.leftOut === 0 ? null : (
        <p className={styles.ending}>
          {answer.leftOut === 1
            ? 'The oldest turn of this chat was left out: the model has no room for it.'
            : `The ${answer.leftOut} oldest turns of this chat were left out: the model has no room for them.`}
        </p>
      )}
      {answer.kept?.own === true ? (
        <p className={styles.ending}>The next questions take its thought along.</p>
      ) : null}
      {isLive || answer.format === undefined ? null : (
        <FormatLine
          className={styles.ending}
          format={answer.format}
          text={textOf(answer, 'answer')}
        />
      )}
      {isLive
        ? null
        : describeMarks(answer).map((sentence) => (
            <p className={styles.ending} data-part="mark" key={sentence}>
              {sentence}
            </p>
          ))}
      {ending === undefined ? null : <p className={styles.ending}>{ending}</p>}
    </>
  )
}
