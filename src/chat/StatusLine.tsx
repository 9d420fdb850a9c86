import type { ReactNode } from 'react'

import { writtenElsewhere } from './describeEnding.ts'
import type { Answer } from './message.ts'

interface StatusLineProps {
  /** What a reply under way is doing, in words. */
  readonly phase: string | undefined
  readonly last: Answer | undefined
  /** Another tab is writing it. */
  readonly isElsewhere: boolean
}

/** Phases for screen readers: said once each, never tokens. */
export function StatusLine({ phase, last, isElsewhere }: StatusLineProps): ReactNode {
  return (
    <output className="visually-hidden">
      {phase ?? (isElsewhere ? writtenElsewhere : describeEnd(last))}
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
