import type { Segment, ThoughtEnd } from '../engine.ts'
import { reserveOf } from '../room.ts'

const closeThought = '</think>'

/** Tokens of a thought after which the answer needs the rest of `room`. */
function mostThought(room: number): number {
  const reserve = reserveOf(room)
  return reserve === 0 ? Infinity : room - reserve
}

export interface ThoughtWatch {
  /** Before a token is kept: whether the segment ends without it, and why. */
  before(text: string): ThoughtEnd | undefined
  /** Once it is kept: whether the segment ends with it, and why. */
  after(text: string): ThoughtEnd | undefined
}

/**
 * Ends a segment at the exact token at which something must be done about its thought. `room` is how many
 * tokens the segment may have at all. One short comparison a token. The closing tag is one token in every
 * R1; where several tokens spell it, the thought has been closed when the last of them comes.
 */
export function createThoughtWatch(
  { prefix, thinking, format }: Pick<Segment, 'prefix' | 'thinking' | 'format'>,
  room: number,
): ThoughtWatch {
  const least = thinking.kind === 'atLeast' ? Math.min(thinking.tokens, mostThought(room)) : 0
  const most = Math.min(mostThought(room), thinking.kind === 'budget' ? thinking.tokens : Infinity)
  let isOpen = prefix.answer === undefined && thinking.kind !== 'skip'
  let count = 0
  let tail = ''

  return {
    before: (text) =>
      isOpen && count < least && text.includes(closeThought) ? 'thought short' : undefined,
    after(text) {
      if (!isOpen) return undefined
      count += 1
      const recent = tail + text
      tail = recent.slice(1 - closeThought.length)
      if (recent.includes(closeThought)) {
        isOpen = false
        return format === undefined ? undefined : 'thought closed'
      }
      return count >= most ? 'thought full' : undefined
    },
  }
}
