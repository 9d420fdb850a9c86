import type { ReactNode } from 'react'

import type { LivePhase } from './liveAnswer.ts'
import type { Answer } from './message.ts'

interface StatusLineProps {
  readonly phase: LivePhase | undefined
  readonly last: Answer | undefined
}

/** Phases for screen readers: said once each, never tokens. */
export function StatusLine({ phase, last }: StatusLineProps): ReactNode {
  return (
    <output className="visually-hidden">
      {phase === undefined ? describeEnd(last) : describePhase(phase)}
    </output>
  )
}

function describePhase(phase: LivePhase): string {
  switch (phase.kind) {
    case 'waiting':
      return phase.for === 'model' ? 'Waiting for the model' : 'Waiting for another reply'
    case 'reading the prompt':
      return 'Reading the prompt'
    case 'thinking':
      return 'Thinking'
    case 'answering':
      return 'Answering'
    case 'stopping':
      return 'Stopping'
  }
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
