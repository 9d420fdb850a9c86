import type { ReactNode } from 'react'
import { lazy, Suspense } from 'react'

import { Thought } from '../reasoning/Thought.tsx'
import { ThoughtLines } from '../reasoning/ThoughtLines.tsx'
import { AnswerText } from './AnswerText.tsx'
import type { ChatStore } from './chatStore.ts'
import type { LensStore } from './lensStore.ts'
import type { LiveAnswer } from './liveAnswer.ts'
import type { Answer } from './message.ts'
import { useHasLens } from './useHasLens.ts'

const LensView = lazy(async () => ({ default: (await import('./LensView.tsx')).LensView }))

interface AnswerPartsProps {
  readonly answer: Answer
  readonly live: LiveAnswer | undefined
  readonly display: 'follow' | 'peek' | 'closed'
  readonly lenses: LensStore | undefined
  readonly busy: boolean
  readonly store: ChatStore
}

/** The thought and the answer of a reply; under the lens where its tokens are known. */
export function AnswerParts(props: AnswerPartsProps): ReactNode {
  const { answer, live, display, busy, store } = props
  const isLive = live !== undefined
  const { figures } = answer
  // A reply that was written without it keeps its lines, with their outline and search.
  const hasLens = useHasLens(props.lenses, answer.id)
  const lenses = hasLens ? props.lenses : undefined
  /** A part under the lens; `plain` until that is loaded, and where nothing is known of its tokens. */
  const throughLens = (index: number, plain: ReactNode): ReactNode =>
    lenses === undefined ? (
      plain
    ) : (
      <Suspense fallback={plain}>
        <LensView
          answer={answer}
          busy={busy}
          index={index}
          lenses={lenses}
          plain={plain}
          store={store}
        />
      </Suspense>
    )
  return (
    <>
      {answer.parts.map((part, index) =>
        part.kind === 'reasoning' ? (
          part.text.trim() === '' && !isLive ? null : (
            <Thought
              display={display}
              isLast={index === answer.parts.length - 1}
              isLive={isLive && index === answer.parts.length - 1}
              key={index}
              lines={
                lenses === undefined
                  ? undefined
                  : throughLens(index, <ThoughtLines text={part.text} />)
              }
              ms={figures?.reasoningMs ?? 0}
              since={live?.phase.kind === 'thinking' ? live.phase.since : undefined}
              text={part.text}
              tokens={figures?.reasoningTokens ?? 0}
            />
          )
        ) : (
          <div data-part="answer" key={index}>
            {throughLens(index, <AnswerText isLive={isLive} text={part.text.trimStart()} />)}
          </div>
        ),
      )}
    </>
  )
}
