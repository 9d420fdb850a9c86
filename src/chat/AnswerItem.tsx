import type { ReactNode } from 'react'
import { lazy, Suspense, useCallback, useState } from 'react'
import { useStore } from 'zustand'

import type { Engine } from '../engine/engine.ts'
import { AnswerText } from './AnswerText.tsx'
import { Thought } from '../reasoning/Thought.tsx'
import { ThoughtLines } from '../reasoning/ThoughtLines.tsx'
import { StatsLine } from '../stats/StatsLine.tsx'
import { isInterrupted, textOf } from './answer.ts'
import { AnswerActions } from './AnswerActions.tsx'
import styles from './AnswerItem.module.css'
import { selectLive } from './chatState.ts'
import type { ChatStore } from './chatStore.ts'
import { chatToPrompt } from './chatToPrompt.ts'
import type { ContextRoom } from './context/contextRoom.ts'
import { roomProblem } from './context/roomProblem.ts'
import { describeEnding, writtenElsewhere } from './describeEnding.ts'
import { describeMarks } from './describeMarks.ts'
import { describeWait } from './describePhase.ts'
import { FormatLine } from './FormatLine.tsx'
import type { LensStore } from './lensStore.ts'
import type { Answer, Message, MessageId } from './message.ts'
import type { Version } from './messageTree.ts'
import { PromptView } from './PromptView.tsx'
import { ReplayParts } from './replay/ReplayParts.tsx'
import { thinkLonger, thoughtSentOn } from './steerAnswer.ts'
import { SteerLine } from './SteerLine.tsx'
import { SteerMenu, type Tool } from './SteerMenu.tsx'
import { useHasLens } from './useHasLens.ts'

/** Loaded when one is first chosen. */
const ReplyTool = lazy(async () => ({ default: (await import('./ReplyTool.tsx')).ReplyTool }))
const Replay = lazy(async () => ({ default: (await import('./replay/Replay.tsx')).Replay }))

const WaysOn = lazy(async () => ({ default: (await import('./context/WaysOn.tsx')).WaysOn }))

const LensView = lazy(async () => ({ default: (await import('./LensView.tsx')).LensView }))

interface AnswerItemProps {
  readonly answer: Answer
  readonly store: ChatStore
  /** Probabilities of tokens, where the lens is on. */
  readonly lenses: LensStore | undefined
  /** Another tab is writing it. */
  readonly isElsewhere: boolean
  readonly path: readonly Message[]
  readonly version: Version
  readonly busy: boolean
  readonly engine: Engine
  readonly context: ContextRoom
  /** Opens the list of models. */
  readonly models: ReactNode
  readonly thought: 'follow' | 'peek' | 'closed'
  readonly onContinue: () => void
  readonly onTryAgain: () => void
  readonly onShare: () => void
  readonly onDelete: () => void
  readonly onShow: (message: MessageId) => void
}

/** A reply: its thought, its answer, its figures, and what can be done with it. */
export function AnswerItem(props: AnswerItemProps): ReactNode {
  const { store, path, engine, thought, version, busy, onContinue, onTryAgain, onDelete, onShow } =
    props
  const live = useStore(store, selectLive(props.answer))
  const answer = live?.answer ?? props.answer
  const [showsPrompt, setShowsPrompt] = useState(false)
  const [tool, setTool] = useState<Tool | null>(null)
  const [isReplayed, setIsReplayed] = useState(false)
  const isLive = live !== undefined
  // A reply that was written without it keeps its lines, with their outline and search.
  const hasLens = useHasLens(props.lenses, answer.id)
  const lenses = hasLens ? props.lenses : undefined
  const render = useCallback(
    () => engine.renderPrompt(chatToPrompt(upTo(path, answer), { ...answer, parts: [] })),
    [engine, path, answer],
  )
  const closePrompt = useCallback(() => setShowsPrompt(false), [])
  const figures = answer.figures
  const isLast = path.at(-1)?.id === answer.id
  const problem = isLive || props.isElsewhere || !isLast ? undefined : roomProblem(answer)
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
  if (isReplayed && !isLive)
    return (
      <article aria-label="Answer" className={styles.answer} data-place={`after ${answer.parent}`}>
        <Suspense>
          <Replay
            answer={answer}
            renderShown={(shown) => <ReplayParts {...shown} display={thought} figures={figures} />}
            onClose={() => setIsReplayed(false)}
            store={store}
          />
        </Suspense>
      </article>
    )
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
    <article
      aria-label="Answer"
      className={styles.answer}
      data-message={answer.id}
      data-place={`after ${answer.parent}`}
    >
      {answer.parts.map((part, index) =>
        part.kind === 'reasoning' ? (
          part.text.trim() === '' && !isLive ? null : (
            <Thought
              display={thought}
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
      {live === undefined ? null : (
        <SteerLine
          live={live}
          onSteer={(steer) => store.steer(answer.chatId, steer)}
          onStop={() => store.stop(answer.chatId)}
        />
      )}
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
      {problem === undefined ? null : (
        <Suspense>
          <WaysOn
            answer={answer}
            busy={busy}
            context={props.context}
            engine={engine}
            models={props.models}
            path={path}
            problem={problem}
            store={store}
          />
        </Suspense>
      )}
      {!isLive && figures !== null ? <StatsLine figures={figures} /> : null}
      <AnswerActions
        answer={answer}
        busy={busy}
        isElsewhere={props.isElsewhere}
        isLive={isLive}
        onContinue={problem === undefined || problem === 'closed thought' ? onContinue : undefined}
        onDelete={onDelete}
        onReplay={() => setIsReplayed(true)}
        onShare={props.onShare}
        onShow={onShow}
        onShowPrompt={() => setShowsPrompt(true)}
        onTryAgain={onTryAgain}
        steer={
          <SteerMenu
            busy={busy}
            hasAnswer={textOf(answer, 'answer').trim() !== ''}
            hasThought={textOf(answer, 'reasoning').trim() !== ''}
            hasVersions={version.count > 1}
            onChoose={setTool}
            onThinkLonger={() =>
              store.branch(answer.chatId, answer.id, {
                parts: thoughtSentOn(answer),
                thinking: thinkLonger({ ...answer, figures: null }),
              })
            }
          />
        }
        version={version}
      />
      {tool === null || isLive ? null : (
        <Suspense>
          <ReplyTool
            answer={answer}
            busy={busy}
            onClose={() => setTool(null)}
            store={store}
            tool={tool}
          />
        </Suspense>
      )}
      {showsPrompt ? <PromptView onClose={closePrompt} render={render} /> : null}
    </article>
  )
}

/** The path down to this answer. */
const upTo = (path: readonly Message[], answer: Answer): readonly Message[] =>
  path.slice(0, path.findIndex(({ id }) => id === answer.id) + 1)
