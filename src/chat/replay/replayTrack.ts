import type { Part } from '../message.ts'
import type { TurnTiming } from './turnTiming.ts'

/** What a reply was like at a time. */
export interface ReplayMoment {
  /** Characters that its parts held. */
  readonly characters: number
  readonly phase: 'reading the prompt' | 'thinking' | 'answering' | 'ended'
  readonly thoughtTokens: number
  readonly thoughtMs: number
}

/** A reply as it stood at a moment, to be drawn. */
export interface ReplayShown {
  readonly parts: readonly Part[]
  readonly moment: ReplayMoment
  /** None of its parts is still to come. */
  readonly isWhole: boolean
}

export interface ReplayTrack {
  /** When its last token came, counted from when it was asked for. */
  readonly durationMs: number
  at(ms: number): ReplayMoment
}

interface Step extends ReplayMoment {
  readonly ms: number
}

/** A reply and its times as one line. A text that the times do not reach comes with the last of them. */
export function createReplayTrack(parts: readonly Part[], timing: TurnTiming): ReplayTrack {
  const whole = parts.reduce((sum, { text }) => sum + text.length, 0)
  const kindAt = createKindFinder(parts)
  const steps: Step[] = []
  let [ms, characters, thoughtTokens, thoughtMs] = [0, 0, 0, 0]
  for (const segment of timing) {
    characters = Math.min(whole, characters + segment.given)
    // Until the first token of its segment comes.
    steps.push({ ms, characters, thoughtTokens, thoughtMs, phase: 'reading the prompt' })
    for (const [index, gap] of segment.ms.entries()) {
      ms += gap
      // The token that closes a thought has no text in it: it is the answer's first.
      const phase = kindAt(characters) === 'reasoning' ? 'thinking' : 'answering'
      if (phase === 'thinking') {
        thoughtTokens += 1
        // As it is measured live: what comes before a segment's first token is the prompt's.
        if (index > 0) thoughtMs += gap
      }
      characters = Math.min(whole, characters + (segment.characters[index] ?? 0))
      steps.push({ ms, characters, thoughtTokens, thoughtMs, phase })
    }
  }
  const durationMs = ms

  return {
    durationMs,
    at(wanted) {
      const step = steps[lastUpTo(steps, wanted)] ?? noStep
      const { ms: since, ...moment } = step
      if (wanted >= durationMs) return { ...moment, characters: whole, phase: 'ended' }
      if (step.phase !== 'thinking') return moment
      return { ...moment, thoughtMs: step.thoughtMs + wanted - since }
    },
  }
}

const noStep: Step = {
  ms: 0,
  characters: 0,
  thoughtTokens: 0,
  thoughtMs: 0,
  phase: 'reading the prompt',
}

/** Which part the character at a place is in; behind the last one, the last. */
function createKindFinder(parts: readonly Part[]): (at: number) => Part['kind'] | undefined {
  let end = 0
  const ends = parts.map(({ kind, text }) => ({ kind, end: (end += text.length) }))
  return (at) => (ends.find((part) => at < part.end) ?? ends.at(-1))?.kind
}

/** The index of the last step that is not later; -1 where there is none. */
function lastUpTo(steps: readonly Step[], ms: number): number {
  let [low, high] = [0, steps.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((steps[middle]?.ms ?? Infinity) <= ms) low = middle + 1
    else high = middle
  }
  return low - 1
}
