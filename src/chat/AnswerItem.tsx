import type { ReactNode } from 'react'
import { useCallback, useEffect, useState } from 'react'

import type { Engine } from '../engine/engine.ts'
import { Markdown } from '../markdown/Markdown.tsx'
import { Thought } from '../reasoning/Thought.tsx'
import { StatsLine } from '../stats/StatsLine.tsx'
import { isInterrupted } from './answer.ts'
import { AnswerActions } from './AnswerActions.tsx'
import styles from './AnswerItem.module.css'
import { chatToPrompt } from './chatToPrompt.ts'
import { describeEnding, writtenElsewhere } from './describeEnding.ts'
import { describeWait } from './describePhase.ts'
import type { LiveAnswer } from './liveAnswer.ts'
import type { Answer, Message, MessageId } from './message.ts'
import type { Version } from './messageTree.ts'
import { PromptView } from './PromptView.tsx'

interface AnswerItemProps {
  readonly answer: Answer
  readonly live: LiveAnswer | undefined
  /** Another tab is writing it. */
  readonly isElsewhere: boolean
  readonly path: readonly Message[]
  readonly version: Version
  readonly busy: boolean
  readonly engine: Engine
  readonly thought: 'follow' | 'peek' | 'closed'
  readonly onContinue: () => void
  readonly onTryAgain: () => void
  readonly onDelete: () => void
  readonly onShow: (message: MessageId) => void
}

/** A reply: its thought, its answer, its figures, and what can be done with it. */
export function AnswerItem(props: AnswerItemProps): ReactNode {
  const { live, path, engine, thought, version, busy, onContinue, onTryAgain, onDelete, onShow } =
    props
  const answer = live?.answer ?? props.answer
  const [showsPrompt, setShowsPrompt] = useState(false)
  const isLive = live !== undefined
  const now = useClock(isLive)
  const render = useCallback(
    () => engine.renderPrompt(chatToPrompt(upTo(path, answer), { ...answer, parts: [] })),
    [engine, path, answer],
  )
  const closePrompt = useCallback(() => setShowsPrompt(false), [])
  const figures = answer.figures
  const wait = isLive ? describeWait(live) : undefined
  const ending = props.isElsewhere
    ? writtenElsewhere
    : isLive
      ? undefined
      : describeEnding(
          answer.ending,
          isInterrupted(answer, isLive),
          answer.parts.every(({ text }) => text.trim() === ''),
        )
  return (
    <article aria-label="Answer" className={styles.answer} data-place={`after ${answer.parent}`}>
      {answer.parts.map((part, index) =>
        part.kind === 'reasoning' ? (
          part.text.trim() === '' && !isLive ? null : (
            <Thought
              display={thought}
              isLast={index === answer.parts.length - 1}
              isLive={isLive && index === answer.parts.length - 1}
              key={index}
              ms={thoughtMs(live, figures?.reasoningMs ?? 0, now)}
              text={part.text}
              tokens={figures?.reasoningTokens ?? 0}
            />
          )
        ) : (
          <div data-part="answer" key={index}>
            <Markdown isLive={isLive} text={part.text.trimStart()} />
          </div>
        ),
      )}
      {wait === undefined ? null : <p className={styles.phase}>{wait}</p>}
      {answer.leftOut === 0 ? null : (
        <p className={styles.ending}>
          {answer.leftOut === 1
            ? 'The oldest turn of this chat was left out: the model has no room for it.'
            : `The ${answer.leftOut} oldest turns of this chat were left out: the model has no room for them.`}
        </p>
      )}
      {ending === undefined ? null : <p className={styles.ending}>{ending}</p>}
      {!isLive && figures !== null ? <StatsLine figures={figures} /> : null}
      <AnswerActions
        answer={answer}
        busy={busy}
        isElsewhere={props.isElsewhere}
        isLive={isLive}
        onContinue={onContinue}
        onDelete={onDelete}
        onShow={onShow}
        onShowPrompt={() => setShowsPrompt(true)}
        onTryAgain={onTryAgain}
        version={version}
      />
      {showsPrompt ? <PromptView onClose={closePrompt} render={render} /> : null}
    </article>
  )
}

/** The path down to this answer. */
const upTo = (path: readonly Message[], answer: Answer): readonly Message[] =>
  path.slice(0, path.findIndex(({ id }) => id === answer.id) + 1)

/** While a thought grows its time runs on between tokens. */
function thoughtMs(live: LiveAnswer | undefined, measured: number, now: number): number {
  return live?.phase.kind === 'thinking' ? Math.max(measured, now - live.phase.since) : measured
}

/** The time, four times a second while it is asked for. */
function useClock(isRunning: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!isRunning) return undefined
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [isRunning])
  return now
}
