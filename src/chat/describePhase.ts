import type { LiveAnswer } from './liveAnswer.ts'
import type { Answer, Part } from './message.ts'

/** What a live reply is doing, as it is announced: one sentence a phase, never tokens. */
export function describePhase({ answer, phase }: LiveAnswer): string {
  const continued = continuedKind(answer)
  switch (phase.kind) {
    case 'waiting':
      return beside(continued, waits[phase.for])
    case 'reading the prompt':
      return beside(continued, 'reading the prompt')
    case 'thinking':
      return continued === 'reasoning' ? continuing.reasoning : 'Thinking'
    case 'answering':
      return continued === 'answer' ? continuing.answer : 'Answering'
    case 'stopping':
      return 'Stopping'
  }
}

/** The same for the place where the next words will stand; nothing while words come. */
export function describeWait(live: LiveAnswer): string | undefined {
  const { phase } = live
  if (phase.kind === 'thinking' || phase.kind === 'answering') return undefined
  const tokens = phase.kind === 'reading the prompt' ? phase.total : 0
  return tokens === 0 ? describePhase(live) : `${describePhase(live)}, ${tokens} tokens`
}

const waits = {
  model: 'waiting for the model',
  'another reply': 'waiting for another reply to end',
  'another tab': 'waiting for the reply in another tab',
} as const

const continuing = {
  reasoning: 'Continuing the thought',
  answer: 'Continuing the answer',
} as const satisfies Record<Part['kind'], string>

/** What a reply goes on with that was continued; once it is past that part, it is like any other. */
function continuedKind({ parts }: Answer): Part['kind'] | undefined {
  const last = parts.at(-1)
  const isContinued = last?.marks.some(
    ({ kind }) => kind === 'continued' || kind === 'resumed after a crash',
  )
  return isContinued === true ? last?.kind : undefined
}

const beside = (continued: Part['kind'] | undefined, doing: string): string =>
  continued === undefined
    ? doing.charAt(0).toUpperCase() + doing.slice(1)
    : `${continuing[continued]}: ${doing}`
