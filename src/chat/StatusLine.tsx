import type { ReactNode } from 'react'

import { writtenElsewhere } from './describeEnding.ts'
import { describePhase } from './describePhase.ts'
import type { LiveAnswer } from './liveAnswer.ts'
import type { Answer } from './message.ts'

interface StatusLineProps {
  readonly live: LiveAnswer | undefined
  readonly last: Answer | undefined
  /** Another tab is writing it. */
  readonly isElsewhere: boolean
}

/** Phases for screen readers: said once each, never tokens. */
export function StatusLine({ live, last, isElsewhere }: StatusLineProps): ReactNode {
  return (
    <output className="visually-hidden">
      {live !== undefined
        ? describePhase(live)
        : isElsewhere
          ? writtenElsewhere
          : describeEnd(last)}
    </output>
  )
}

function describeEnd(last: Answer | undefined): string {
  if (last === undefined) return ''
  switch (last.ending.kind) {
    case 'stop':
      return 'Done'
    case 'stopped':
      return 'Stopped'
    case 'length':
      return 'Ended at the token limit'
    case 'context':
      return 'Out of room'
    case 'failed':
      return 'Failed'
    case 'open':
      return ''
  }
}
