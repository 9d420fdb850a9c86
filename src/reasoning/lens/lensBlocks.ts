import { isFork, type LensPart, type LensToken } from './lens.ts'

/** A stretch of a part, drawn as one: it ends with a line. */
export interface LensBlock {
  readonly text: string
  /** Its first character, and the number of its first token, in the part. */
  readonly at: number
  readonly first: number
  /** Lines of the part before it. */
  readonly line: number
  readonly tokens: readonly LensToken[]
}

/** What a block is drawn as: a token, or text that has none. */
export type LensPiece =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'token'
      readonly text: string
      readonly token: LensToken
      readonly index: number
    }

const leastTokens = 120
/** A line without an end is cut all the same. */
const mostTokens = 800

interface LensCut {
  readonly blocks: readonly LensBlock[]
  /** Numbers of the tokens at which it could have gone another way. */
  readonly forks: readonly number[]
}

/** Cuts a part into blocks. One that only grows is cut on from where it was: a token costs its block. */
export function createLensBlocks(): (text: string, part: LensPart) => LensCut {
  let done: LensBlock[] = []
  let from = 0
  let first = 0
  let line = 0
  let forks: number[] = []
  let seen = 0
  let source: LensPart['tokens'] | undefined
  let last: LensToken | undefined

  return (text, { tokens, count }) => {
    if (tokens !== source && (seen > count || (seen > 0 && tokens[seen - 1] !== last))) {
      done = []
      forks = []
      from = first = line = seen = 0
    }
    source = tokens
    const found: number[] = []
    for (; seen < count; seen += 1) {
      const token = tokens[seen]
      if (token === undefined) break
      last = token
      if (isFork(token)) found.push(seen)
      const end = token.at + token.length
      const size = seen + 1 - first
      if (size < leastTokens || (size < mostTokens && text[end - 1] !== '\n')) continue
      const block = {
        text: text.slice(from, end),
        at: from,
        first,
        line,
        tokens: tokens.slice(first, seen + 1),
      }
      done = [...done, block]
      line += breaksIn(block.text)
      from = end
      first = seen + 1
    }
    if (found.length > 0) forks = [...forks, ...found]
    const tail = {
      text: text.slice(from),
      at: from,
      first,
      line,
      tokens: tokens.slice(first, count),
    }
    return { blocks: [...done, tail], forks }
  }
}

export const breaksIn = (text: string): number => text.split('\n').length - 1

/** A block's tokens with the text between them; joined they are its text. */
export function piecesOf({ text, at, first, tokens }: LensBlock): readonly LensPiece[] {
  const pieces: LensPiece[] = []
  let end = 0
  for (const [index, token] of tokens.entries()) {
    const from = Math.max(end, Math.min(text.length, token.at - at))
    const to = Math.min(text.length, token.at - at + token.length)
    if (from > end) pieces.push({ kind: 'text', text: text.slice(end, from) })
    end = Math.max(from, to)
    // One whose text is gone is not shown.
    if (end > from || token.length === 0)
      pieces.push({ kind: 'token', text: text.slice(from, end), token, index: first + index })
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) })
  return pieces
}

/** The highest entropy in each of at most `width` equal stretches: the shape of a thought, in bits. */
export function entropyLine({ tokens, count }: LensPart, width: number): readonly number[] {
  const bins = Math.min(width, count)
  const line = Array.from({ length: bins }, () => 0)
  for (let index = 0; index < count; index += 1) {
    const bin = Math.floor((index * bins) / count)
    line[bin] = Math.max(line[bin] ?? 0, tokens[index]?.entropy ?? 0)
  }
  return line
}
