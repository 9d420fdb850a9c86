import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'

import type { ChatStore } from '../chatStore.ts'
import type { Answer } from '../message.ts'
import { ReplayView } from './ReplayView.tsx'
import type { ReplayShown } from './replayTrack.ts'
import type { TurnTiming } from './turnTiming.ts'

interface ReplayProps {
  readonly answer: Answer
  readonly store: ChatStore
  readonly renderShown: (shown: ReplayShown) => ReactNode
  readonly onClose: () => void
}

/** The replay of an answer of one's own, once its times are read. */
export function Replay({ answer, store, renderShown, onClose }: ReplayProps): ReactNode {
  const [read, setRead] = useState<{ readonly timing: TurnTiming | null } | null>(null)
  useEffect(() => {
    let isShown = true
    const show = (timing: TurnTiming | null): void => {
      if (isShown) setRead({ timing })
    }
    store.loadTiming(answer).then(show, () => show(null))
    return () => {
      isShown = false
    }
  }, [store, answer])
  return read === null ? null : (
    <ReplayView
      renderShown={renderShown}
      figures={answer.figures}
      onClose={onClose}
      parts={answer.parts}
      timing={read.timing}
    />
  )
}
