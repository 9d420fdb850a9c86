import { useEffect, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'

import type { Engine, PromptShare } from '../../engine/engine.ts'
import { selectPath } from '../chatState.ts'
import type { ChatStore } from '../chatStore.ts'
import { chatToPrompt } from '../chatToPrompt.ts'
import type { HeldPrompt, LiveAnswer } from '../liveAnswer.ts'
import type { Answer, ChatId } from '../message.ts'
import type { ContextRoom } from './contextRoom.ts'
import { contextUse, liveUse, type ContextUse } from './contextUse.ts'

/** What the last turn of a chat fills of its context, live or as it stands. */
export interface ShownUse {
  readonly answer: Answer | undefined
  readonly live: LiveAnswer | undefined
  readonly size: number
  /** Undefined until it is counted: only the turn's own model can. */
  readonly use: ContextUse | undefined
}

interface Measured {
  readonly answer: Answer
  readonly shares: readonly PromptShare[]
}

export function useContextUse(
  store: ChatStore,
  engine: Engine,
  context: ContextRoom,
  chatId: ChatId,
): ShownUse {
  const path = useStore(store, selectPath(chatId))
  const live = useStore(store, (state) => state.live.get(chatId))
  const answer = path.findLast((message) => message.role === 'answer')
  const model = answer?.model ?? ''
  const size = useSyncExternalStore(context.subscribe, () => context.sizeOf(model))
  const canCount = useSyncExternalStore(context.subscribe, () => context.canCount(model))
  const [measured, setMeasured] = useState<Measured>()
  const isLive = live !== undefined
  useEffect(() => {
    if (answer === undefined || isLive || !canCount) return undefined
    let isCurrent = true
    const upTo = path.slice(0, path.indexOf(answer) + 1)
    const measure = async (): Promise<void> => {
      const shares = await engine.measurePrompt(chatToPrompt(upTo, answer))
      if (isCurrent && shares !== null) setMeasured({ answer, shares })
    }
    // The engine says itself when it breaks; there is nothing to show until it is loaded again.
    measure().catch(() => undefined)
    return () => {
      isCurrent = false
    }
  }, [engine, path, answer, isLive, canCount])

  // What was last known stays until the new figures are here, so that nothing blinks at the end of a reply.
  const [last, setLast] = useState<{ readonly id: string; readonly held: HeldPrompt }>()
  if (live?.held !== undefined && live.held !== last?.held)
    setLast({ id: live.answer.id, held: live.held })
  const use =
    live !== undefined
      ? liveUse(live, size)
      : answer === undefined
        ? undefined
        : measured?.answer === answer
          ? contextUse(measured.shares, size)
          : last?.id === answer.id
            ? liveUse({ held: last.held, answer }, size)
            : undefined
  return { answer, live, size, use }
}
