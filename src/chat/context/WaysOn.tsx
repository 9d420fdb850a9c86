import type { ReactNode } from 'react'
import { useState, useSyncExternalStore } from 'react'

import type { Engine } from '../../engine/engine.ts'
import { leastRoom } from '../../engine/room.ts'
import { formatBytes, formatTokens } from '../../lib/formatAmount.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import type { Continuation } from '../chat.ts'
import type { ChatStore } from '../chatStore.ts'
import type { Answer, Message } from '../message.ts'
import type { ContextRoom } from './contextRoom.ts'
import { contextUse, describeUse, formatCount, shareKinds, shareWords } from './contextUse.ts'
import { reopenedThought, type RoomProblem } from './roomProblem.ts'
import { useRoomFacts } from './useRoomFacts.ts'
import styles from './WaysOn.module.css'
import { findAnswerNow, findLarger, findShorter } from './waysOn.ts'

interface WaysOnProps {
  readonly problem: RoomProblem
  readonly answer: Answer
  /** From the first question down to the answer. */
  readonly path: readonly Message[]
  readonly store: ChatStore
  readonly engine: Engine
  readonly context: ContextRoom
  /** Another reply is being written in this chat. */
  readonly busy: boolean
  /** Opens the list of models. */
  readonly models: ReactNode
}

/** A reply that ran out of room: what fills it, and each way on with its price. */
export function WaysOn(props: WaysOnProps): ReactNode {
  const { problem, answer, path, store, engine, context, busy, models } = props
  const { model } = answer
  const size = useSyncExternalStore(context.subscribe, () => context.sizeOf(model))
  const canCount = useSyncExternalStore(context.subscribe, () => context.canCount(model))
  const facts = useRoomFacts(engine, context, path, answer, canCount)
  const [isLoading, setIsLoading] = useState(false)
  const goingOn = (
    <Button
      disabled={busy || isLoading}
      onClick={() => void store.continueAnswer(answer.chatId, answer.id)}
      size="s"
    >
      <Icon name="play" /> Continue
    </Button>
  )
  const record = context.recordOf(model)
  if (facts === undefined || record === undefined)
    return (
      <div className={styles.ways} data-part="ways on">
        <p>
          {canCount || isLoading
            ? 'Looking for ways on …'
            : 'What else can be done is found with this reply’s model: load it to see that.'}
        </p>
        {problem === 'closed thought' || canCount || isLoading ? null : (
          <div className={styles.buttons}>{goingOn}</div>
        )}
      </div>
    )

  const { shares, device } = facts
  const use = contextUse(shares, size)
  const larger = findLarger(record, device, size, problem === 'question' ? use.used : 0)
  const shorter = findShorter(shares, size)
  const answerNow = problem === 'thought' ? findAnswerNow(answer, shares, size) : undefined

  /** Goes on in place; a reply that has its answer gets a version beside it. */
  const goOn = (change: Continuation): void => {
    if (problem === 'closed thought')
      store.branch(answer.chatId, answer.id, { parts: reopenedThought(answer), ...change })
    else void store.continueAnswer(answer.chatId, answer.id, change)
  }
  const enlarge = async (tokens: number): Promise<void> => {
    setIsLoading(true)
    const isLarger = await context.enlarge(model, tokens)
    setIsLoading(false)
    if (isLarger) goOn({})
  }
  const isOff = busy || isLoading
  return (
    <div className={styles.ways} data-part="ways on">
      <p>{describeProblem(problem, use)}</p>
      {answerNow?.kind === 'cut' ? (
        <p>
          After the whole thought there is no room for an answer. “Answer now” ends it earlier, in a
          version beside this one.
        </p>
      ) : null}
      {larger.kind === 'model' ? (
        <p>The model was made for no more context than this.</p>
      ) : larger.kind === 'device' ? (
        <p>More context does not fit into the memory of this device.</p>
      ) : null}
      <div className={styles.buttons}>
        {problem !== 'closed thought' && use.free >= leastRoom ? goingOn : null}
        {answerNow === undefined ? null : (
          <Button
            disabled={isOff}
            onClick={() =>
              answerNow.kind === 'whole'
                ? goOn({ parts: answerNow.parts })
                : store.branch(answer.chatId, answer.id, {
                    parts: answerNow.parts,
                    thinking: { kind: 'free' },
                  })
            }
            size="s"
          >
            Answer now
          </Button>
        )}
        {larger.kind === 'offered' ? (
          <Button
            disabled={isOff}
            onClick={() => void enlarge(larger.context.tokens)}
            size="s"
            title="Loads the model again, then goes on from here."
          >
            {isLoading
              ? 'Loading with a larger context …'
              : `Larger context: ${formatTokens(larger.context.tokens)} tokens, ${formatBytes(larger.context.extra)} more memory, ${formatBytes(larger.context.total)} in all`}
          </Button>
        ) : null}
        {shorter === undefined || problem === 'question' ? null : (
          <Button
            disabled={isOff}
            onClick={() => goOn({ leftOut: answer.leftOut + shorter.turns })}
            size="s"
          >
            {`Shorten history: leave out the ${shorter.turns === 1 ? 'oldest turn' : `${shorter.turns} oldest turns`}, ${formatCount(shorter.tokens)} tokens`}
          </Button>
        )}
        {problem === 'question' ? (
          <Button disabled={isOff} onClick={() => editQuestion(store, path, answer)} size="s">
            Edit the question
          </Button>
        ) : null}
        {larger.kind === 'offered' ? null : models}
      </div>
    </div>
  )
}

function describeProblem(problem: RoomProblem, use: ReturnType<typeof contextUse>): string {
  if (problem === 'closed thought')
    return 'The thought was closed so that its answer had room. It can think on from there, as a version beside this one.'
  const parts = shareKinds
    .filter((kind) => use.tokens[kind] > 0)
    .map((kind) => `${shareWords[kind].toLowerCase()} ${formatCount(use.tokens[kind])}`)
  return `${describeUse(use)}: ${parts.join(', ')}.`
}

/** Opens it where it stands, and gives it the keyboard. */
function editQuestion(store: ChatStore, path: readonly Message[], answer: Answer): void {
  const question = path.find(({ id }) => id === answer.parent)
  if (question?.role !== 'question') return
  store.writeEdit(answer.chatId, question.id, question.text)
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>('textarea[aria-label="Edited question"]')?.focus(),
  )
}
