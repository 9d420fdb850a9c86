import type { ReactNode } from 'react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'

import { textOf } from '../answer.ts'
import { selectChat, selectDraft, selectThread } from '../chatState.ts'
import styles from './ContextDialog.module.css'
import type { ContextMeterProps } from './ContextMeter.tsx'
import { formatCount } from './contextUse.ts'
import {
  describeLeftOut,
  nextSegments,
  planNext,
  type NextQuestion as Plan,
  type PlannedTurn,
} from './nextQuestion.ts'

interface NextQuestionProps extends ContextMeterProps {
  readonly model: string
  readonly size: number
  /** The tokenizer is busy with a reply. */
  readonly isLive: boolean
}

/** What the next question would be asked with: which turns, which thoughts, and what is left for its reply. */
export function NextQuestion(props: NextQuestionProps): ReactNode {
  const { store, chatId, isLive } = props
  const plan = usePlan(props)
  return (
    <section aria-label="The next question">
      <h3>The next question</h3>
      {plan === undefined ? (
        <p>
          {isLive
            ? 'Counted when this reply has ended.'
            : 'Counted once the model of this chat is loaded.'}
        </p>
      ) : (
        <>
          <p data-part="next prompt">
            {describePrompt(plan)} {describeLeftOut(plan)}
          </p>
          {plan.turns.length === 0 ? null : (
            <ol className={styles.turns}>
              {plan.turns.map((turn) => (
                <Turn
                  key={turn.answer.id}
                  onKeep={(keeps) => store.keepThought(chatId, turn.answer.id, keeps)}
                  turn={turn}
                />
              ))}
            </ol>
          )}
          <p className={styles.note}>
            R1 was trained to answer without its earlier thoughts, so they are left out unless you
            keep them. A choice holds for questions from now on.
          </p>
        </>
      )}
    </section>
  )
}

function describePrompt({ use }: Plan): string {
  const { tokens } = use
  const history = tokens.history + tokens['kept thought']
  return `As typed so far its prompt has ${formatCount(use.used)} tokens, ${formatCount(history)} of them earlier turns; ${formatCount(use.free)} are left for thought and answer.`
}

interface TurnProps {
  readonly turn: PlannedTurn
  readonly onKeep: (keeps: boolean) => void
}

function Turn({ turn, onKeep }: TurnProps): ReactNode {
  const { answer, question, tokens, thoughtTokens, isLeftOut } = turn
  const hasThought = textOf(answer, 'reasoning').trim() !== ''
  return (
    <li data-left-out={isLeftOut}>
      <p className={styles.question}>{question}</p>
      <p className={styles.note}>
        {formatCount(tokens)} tokens{isLeftOut ? ', left out' : ''}
      </p>
      {hasThought ? (
        <label>
          <input
            checked={answer.kept?.own === true}
            onChange={(event) => onKeep(event.target.checked)}
            type="checkbox"
          />
          Keep the thought in context, {formatCount(thoughtTokens)} tokens
        </label>
      ) : null}
    </li>
  )
}

/** Counted anew when the chat, what is typed, or the context changes; undefined until it is. */
function usePlan({
  store,
  engine,
  context,
  chatId,
  size,
  isLive,
}: NextQuestionProps): Plan | undefined {
  const chat = useStore(store, selectChat(chatId))
  const thread = useStore(store, selectThread(chatId))
  const draft = useStore(store, selectDraft(chatId)).text
  const model = chat?.model ?? ''
  const canCount = useSyncExternalStore(context.subscribe, () => context.canCount(model))
  const [plan, setPlan] = useState<Plan>()
  useEffect(() => {
    if (chat === undefined || thread?.status !== 'loaded' || isLive || !canCount) return undefined
    let isCurrent = true
    const next = nextSegments({ chat, tree: thread.tree }, draft)
    const { maxTokens } = next.bare.sampling
    const measure = async (): Promise<void> => {
      const [bare, full] = await Promise.all([
        engine.measurePrompt(next.bare),
        engine.measurePrompt(next.full),
      ])
      if (!isCurrent || bare === null || full === null) return
      setPlan(planNext(next, { bare, full }, { contextTokens: size, maxTokens }))
    }
    // The engine says itself when it breaks; the figures come with the next one.
    measure().catch(() => undefined)
    return () => {
      isCurrent = false
    }
  }, [engine, chat, thread, draft, size, isLive, canCount])
  return isLive ? undefined : plan
}
