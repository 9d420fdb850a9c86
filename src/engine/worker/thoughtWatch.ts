import type { Segment, ThoughtEnd } from '../engine.ts'
import { mostThought } from '../room.ts'

const closeThought = '</think>'

/** What a segment may have at all, in tokens. */
export interface ThoughtLimits {
  /** What is left of the context, and what the thought has of it already. */
  readonly room: number
  readonly written: number
  /** How long the segment may be, and how much of the reply's limit is gone. */
  readonly maxTokens: number
  readonly used: number
}

export interface ThoughtWatch {
  /** Before a token is kept: whether the segment ends without it, and why. */
  before(text: string): ThoughtEnd | undefined
  /** Once it is kept: whether the segment ends with it, and why. */
  after(text: string): ThoughtEnd | undefined
}

/**
 * Ends a segment at the exact token at which something must be done about its thought. One short comparison a
 * token. The closing tag is one token in every R1; where several tokens spell it, the thought has been closed
 * when the last of them comes.
 */
export function createThoughtWatch(
  { prefix, thinking, format }: Pick<Segment, 'prefix' | 'thinking' | 'format'>,
  { room, written, maxTokens, used }: ThoughtLimits,
): ThoughtWatch {
  const all = Math.min(mostThought(room, written), mostThought(maxTokens, used))
  const least = thinking.kind === 'atLeast' ? Math.min(thinking.tokens, all) : 0
  const most = Math.min(all, thinking.kind === 'budget' ? thinking.tokens : Infinity)
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
