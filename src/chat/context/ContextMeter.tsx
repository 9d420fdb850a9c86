import type { ReactNode } from 'react'
import { lazy, Suspense, useState } from 'react'

import type { Engine } from '../../engine/engine.ts'
import type { ChatStore } from '../chatStore.ts'
import type { ChatId } from '../message.ts'
import { ContextBar } from './ContextBar.tsx'
import styles from './ContextMeter.module.css'
import type { ContextRoom } from './contextRoom.ts'
import { describeRoom, describeUse, formatCount, roomForThought } from './contextUse.ts'
import { useContextUse } from './useContextUse.ts'

/** Loaded when it is first opened. */
const ContextDialog = lazy(async () => ({
  default: (await import('./ContextDialog.tsx')).ContextDialog,
}))

export interface ContextMeterProps {
  readonly store: ChatStore
  readonly engine: Engine
  readonly context: ContextRoom
  readonly chatId: ChatId
}

/** How full the context is: a bar with its words, and before a thought runs out of room a word of warning. */
export function ContextMeter(props: ContextMeterProps): ReactNode {
  const { store, engine, context, chatId } = props
  const shown = useContextUse(store, engine, context, chatId)
  const { answer, live, size, use } = shown
  const [isOpen, setIsOpen] = useState(false)
  const left = live === undefined ? undefined : roomForThought(live, size)
  // Said once in a reply, as it was when it came near.
  const [warning, setWarning] = useState<{ readonly answer: string; readonly words: string }>()
  const near = left === undefined ? undefined : describeRoom(left)
  const growing = live?.answer.id
  if (growing !== undefined && near !== undefined && warning?.answer !== growing)
    setWarning({ answer: growing, words: near })
  const warns = left !== undefined && warning?.answer === growing
  // There before its words are: what comes together with its place is not read out.
  const said = <output className={styles.warning}>{warns ? warning?.words : ''}</output>
  if (answer === undefined) return said
  return (
    <div className={styles.meter}>
      <button
        aria-haspopup="dialog"
        className={styles.button}
        onClick={() => setIsOpen(true)}
        type="button"
      >
        <ContextBar use={use} />
        <span>
          <span className="visually-hidden">Context: </span>
          {use === undefined ? `${formatCount(size)} tokens of context` : describeUse(use)}
        </span>
      </button>
      {said}
      {isOpen ? (
        <Suspense>
          <ContextDialog {...props} onClose={() => setIsOpen(false)} shown={shown} />
        </Suspense>
      ) : null}
    </div>
  )
}
