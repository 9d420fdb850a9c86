import { createOutline, type Outline } from './outline.ts'

export interface TextFollower {
  /** The outline of a text that grows; another text is begun anew. */
  follow(text: string, isLive: boolean): Outline
  /** About how many tokens the thought has before a place. */
  tokensBefore(at: number): number
  noteTokens(length: number, tokens: number): void
}

/** Follows a thought on screen: what of it is new, and how many tokens there were when it was so long. */
export function createTextFollower(): TextFollower {
  let reader = createOutline()
  let known = ''
  let isEnded = false
  let outline = reader.push('')
  let lengths: number[] = []
  let counts: number[] = []

  return {
    follow(text, isLive) {
      const isAnother = !text.startsWith(known) || (isEnded && (isLive || text !== known))
      if (isAnother) {
        reader = createOutline()
        known = ''
        isEnded = false
        lengths = []
        counts = []
      }
      if (isEnded) return outline
      outline = reader.push(text.slice(known.length))
      known = text
      if (!isLive) {
        outline = reader.end()
        isEnded = true
      }
      return outline
    },
    noteTokens(length, tokens) {
      const last = lengths.at(-1) ?? 0
      if (length < last) {
        lengths = []
        counts = []
      } else if (length === last && lengths.length > 0) {
        lengths.pop()
        counts.pop()
      }
      lengths.push(length)
      counts.push(tokens)
    },
    tokensBefore(at) {
      let low = 0
      let high = lengths.length
      while (low < high) {
        const middle = (low + high) >> 1
        if ((lengths[middle] ?? Infinity) <= at) low = middle + 1
        else high = middle
      }
      // Between two counts, in proportion to the characters.
      const [length, count] = [lengths[low - 1] ?? 0, counts[low - 1] ?? 0]
      const nextLength = lengths[low]
      if (nextLength === undefined) return count
      const share = (at - length) / (nextLength - length)
      return Math.round(count + share * ((counts[low] ?? count) - count))
    },
  }
}
