import type { ReactNode } from 'react'
import { lazy, Suspense, useCallback, useState } from 'react'
import { useStore } from 'zustand'

import type { Engine } from '../engine/engine.ts'
import { StatsLine } from '../stats/StatsLine.tsx'
import { textOf } from './answer.ts'
import { AnswerActions } from './AnswerActions.tsx'
import styles from './AnswerItem.module.css'
import { AnswerNotes } from './AnswerNotes.tsx'
import { AnswerParts } from './AnswerParts.tsx'
import { selectLive } from './chatState.ts'
import type { ChatStore } from './chatStore.ts'
import { chatToPrompt } from './chatToPrompt.ts'
import type { ContextRoom } from './context/contextRoom.ts'
import { roomProblem } from './context/roomProblem.ts'
import type { LensStore } from './lensStore.ts'
import type { Answer, Message, MessageId } from './message.ts'
import type { Version } from './messageTree.ts'
import { PromptView } from './PromptView.tsx'
import { ReplayParts } from './replay/ReplayParts.tsx'
import { thinkLonger, thoughtSentOn } from './steerAnswer.ts'
import { SteerLine } from './SteerLine.tsx'
import { SteerMenu, type Tool } from './SteerMenu.tsx'

/** Loaded when one is first chosen. */
const ReplyTool = lazy(async () => ({ default: (await import('./ReplyTool.tsx')).ReplyTool }))
const Replay = lazy(async () => ({ default: (await import('./replay/Replay.tsx')).Replay }))

const WaysOn = lazy(async () => ({ default: (await import('./context/WaysOn.tsx')).WaysOn }))

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
  const render = useCallback(
    () => engine.renderPrompt(chatToPrompt(upTo(path, answer), { ...answer, parts: [] })),
    [engine, path, answer],
  )
  const closePrompt = useCallback(() => setShowsPrompt(false), [])
  const figures = answer.figures
  const isLast = path.at(-1)?.id === answer.id
  const problem = isLive || props.isElsewhere || !isLast ? undefined : roomProblem(answer)
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
  return (
    <article
      aria-label="Answer"
      className={styles.answer}
      data-message={answer.id}
      data-place={`after ${answer.parent}`}
    >
      <AnswerParts
        answer={answer}
        busy={busy}
        display={thought}
        lenses={props.lenses}
        live={live}
        store={store}
      />
      {live === undefined ? null : (
        <SteerLine
          live={live}
          onSteer={(steer) => store.steer(answer.chatId, steer)}
          onStop={() => store.stop(answer.chatId)}
        />
      )}
      <AnswerNotes answer={answer} isElsewhere={props.isElsewhere} live={live} />
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
