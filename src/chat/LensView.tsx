import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { useStore } from 'zustand'

import type { LensAlternative, LensToken } from '../reasoning/lens/lens.ts'
import { LensText } from '../reasoning/lens/LensText.tsx'
import type { ChatStore } from './chatStore.ts'
import { readLensRecord, toLensRecord } from './lensRecord.ts'
import { canTake, lensOnRoad, partsOnRoad } from './lensRoad.ts'
import type { LensStore } from './lensStore.ts'
import type { Answer } from './message.ts'

interface LensViewProps {
  readonly answer: Answer
  /** Of the part. */
  readonly index: number
  readonly lenses: LensStore
  readonly store: ChatStore
  readonly busy: boolean
  /** The part as it is without the lens: for text that no token is known of. */
  readonly plain: ReactNode
}

/** One part of a reply under the token lens. */
export function LensView({ answer, index, lenses, store, busy, plain }: LensViewProps): ReactNode {
  const live = useStore(lenses, (state) => state.live.get(answer.id))
  const record = useStore(lenses, (state) => state.records.get(answer.id))
  const stored = useMemo(() => record && readLensRecord(record), [record])
  const lens = live ?? stored
  const part = lens?.[index]
  const text = answer.parts[index]?.text
  if (lens === undefined || part === undefined || part.count === 0 || text === undefined)
    return plain

  function take(token: LensToken, alternative: LensAlternative): void {
    const parts = partsOnRoad(answer, index, token, alternative)
    if (!store.branch(answer.chatId, answer.id, { parts, isFresh: true })) return
    const next = store.getState().live.get(answer.chatId)?.answer
    const shared = lensOnRoad(answer, lens ?? [], index, token)
    if (next !== undefined && shared.some(({ count }) => count > 0))
      lenses.keep(toLensRecord(next, shared))
  }
  return (
    <LensText
      canTake={(alternative) => !busy && canTake(part.kind, alternative)}
      label={part.kind === 'reasoning' ? 'Tokens of the thought' : 'Tokens of the answer'}
      note={describeValues(answer, live === undefined ? record?.temperature : undefined)}
      onTake={take}
      part={part}
      text={text}
    />
  )
}

/** What the numbers are, exactly. */
function describeValues({ parts, sampling, format }: Answer, temperature?: number): string {
  const wasRaised = parts.some(({ marks }) =>
    marks.some(({ kind }) => kind === 'temperature raised'),
  )
  const heat = wasRaised ? 'temperature' : `temperature ${temperature ?? sampling.temperature}`
  const grammar = format === undefined ? '' : " and the answer's format"
  return `Probabilities after ${heat}${grammar}, before top p.`
}
