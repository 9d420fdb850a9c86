import type { ReactNode } from 'react'

import { describePhase } from './describePhase.ts'
import type { LiveAnswer } from './liveAnswer.ts'
import type { Answer } from './message.ts'

interface StatusLineProps {
  readonly live: LiveAnswer | undefined
  readonly last: Answer | undefined
}

/** Phases for screen readers: said once each, never tokens. */
export function StatusLine({ live, last }: StatusLineProps): ReactNode {
  return (
    <output className="visually-hidden">
      {live === undefined ? describeEnd(last) : describePhase(live)}
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
