import type { ReactNode } from 'react'

import { Thought } from '../../reasoning/Thought.tsx'
import type { TurnFigures } from '../../stats/turnFigures.ts'
import styles from '../AnswerItem.module.css'
import { AnswerText } from '../AnswerText.tsx'
import { describeMarks } from '../describeMarks.ts'
import type { ReplayShown } from './replayTrack.ts'

interface ReplayPartsProps extends ReplayShown {
  readonly figures: TurnFigures | null
  readonly display: 'follow' | 'peek' | 'closed'
}

/** A reply as it looked while it grew: the views that drew it then, and the marks that it had by then. */
export function ReplayParts(props: ReplayPartsProps): ReactNode {
  const { parts, moment, isWhole, figures, display } = props
  const { phase, thoughtMs, thoughtTokens } = moment
  return (
    <>
      {parts.map((part, index) => {
        const isLast = index === parts.length - 1
        if (part.kind === 'answer')
          return (
            <div data-part="answer" key={index}>
              <AnswerText isLive={isLast && phase !== 'ended'} text={part.text.trimStart()} />
            </div>
          )
        // A closed thought folds before its answer's first word, as it did then.
        const isLive = isLast && (phase === 'thinking' || phase === 'reading the prompt')
        return part.text.trim() === '' && !isLive ? null : (
          <Thought
            display={display}
            isLast={isLast && isWhole}
            isLive={isLive}
            key={index}
            // What was counted ends at its count; what nobody counted is not counted here either.
            ms={isLive ? thoughtMs : (figures?.reasoningMs ?? 0)}
            text={part.text}
            tokens={figures === null ? 0 : isLive ? thoughtTokens : figures.reasoningTokens}
          />
        )
      })}
      {phase === 'reading the prompt' ? <p className={styles.phase}>Reading the prompt</p> : null}
      {describeMarks({ parts }).map((sentence) => (
        <p className={styles.ending} data-part="mark" key={sentence}>
          {sentence}
        </p>
      ))}
    </>
  )
}
