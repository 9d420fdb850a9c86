import type { ReplyPiece } from '../reasoningParser.ts'
import type { LensAlternative, LensPart, LensToken } from './lens.ts'

/** What the engine says of a token, and its id. */
export interface TokenDrawn {
  readonly id: number
  /** Characters of the text that it came with. */
  readonly length: number
  readonly chance: number
  readonly entropy: number
  readonly likeliest: readonly LensAlternative[]
}

interface Growing {
  readonly kind: ReplyPiece['kind']
  readonly tokens: LensToken[]
  /** Characters of its text so far. */
  length: number
}

/** A stretch of the reply's text, tags included, that is yet to be seen in a part. */
interface Stretch {
  readonly length: number
  readonly drawn: readonly TokenDrawn[]
  /** Its token stands in the part already, with what was known of its text. */
  readonly isBegun: boolean
}

const tagLength = { reasoning: '</think>'.length, answer: '<think>'.length } as const

export interface TokenReader {
  /** Text that came, and the tokens that wrote it; without them it is nobody's. */
  push(text: string, tokens: readonly TokenDrawn[]): void
  /** What the parser made of it. */
  take(pieces: readonly ReplyPiece[]): void
  /** The parts as they stand; their lists grow on. */
  read(): readonly LensPart[]
}

/**
 * Finds the characters of each token in the parts of a reply: tags are in no part, and the parser holds back
 * what may become one. Goes on from `before`, of which only what still lies inside `parts` is kept; `held` is
 * how many characters at their end come once more. Its cost is that of the new tokens.
 */
export function createTokenReader(
  before: readonly LensPart[],
  parts: readonly { readonly kind: ReplyPiece['kind']; readonly text: string }[],
  held: number,
  first: ReplyPiece['kind'],
): TokenReader {
  const growing: Growing[] = parts.map(({ kind, text }, index) => {
    const known = before[index]
    const kept = known?.kind === kind ? known.tokens.slice(0, known.count) : []
    const isLast = index === parts.length - 1
    const end = text.length + (isLast ? held : 0)
    const tokens = kept.filter(({ at, length }) => at + length <= end && (length > 0 || !isLast))
    return { kind, tokens, length: text.length }
  })
  if (growing.length === 0) growing.push({ kind: first, tokens: [], length: 0 })
  const queue: Stretch[] = held === 0 ? [] : [{ length: held, drawn: [], isBegun: false }]
  let head = 0
  let waiting: TokenDrawn[] = []

  const last = (): Growing => {
    const part = growing.at(-1)
    if (part === undefined) throw new Error('A reply has a part.')
    return part
  }

  /** So many characters of the text are now known to lie in the last part, or to be a tag after it. */
  function pass(count: number, isTag: boolean): void {
    const part = last()
    let left = count
    while (left > 0) {
      const stretch = queue[head]
      const length = Math.min(left, stretch?.length ?? left)
      if (stretch !== undefined) {
        const isWhole = length === stretch.length
        if (stretch.isBegun && !isTag) lengthenLast(part.tokens, length)
        else if (stretch.drawn.length > 0 && (isWhole || !isTag))
          part.tokens.push(toToken(stretch.drawn, part.length, isTag ? 0 : length))
        // The rest of a token goes on being its own, or is a tag's.
        if (isWhole) head += 1
        else if (isTag) queue[head] = { ...stretch, length: stretch.length - length }
        else
          queue[head] = {
            length: stretch.length - length,
            drawn: [],
            isBegun: stretch.isBegun || stretch.drawn.length > 0,
          }
      }
      if (!isTag) part.length += length
      left -= length
    }
    if (head > 64) head -= queue.splice(0, head).length
  }

  return {
    push(text, tokens) {
      let seen = 0
      for (const token of tokens) {
        waiting.push(token)
        if (token.length === 0) continue
        seen += token.length
        queue.push({ length: token.length, drawn: waiting, isBegun: false })
        waiting = []
      }
      if (text.length > seen) {
        // A character that was never finished: what was held of it came without its token.
        waiting = []
        queue.push({ length: text.length - seen, drawn: [], isBegun: false })
      }
    },
    take(pieces) {
      for (const { kind, text } of pieces) {
        if (kind !== last().kind) {
          pass(tagLength[last().kind], true)
          growing.push({ kind, tokens: [], length: 0 })
        }
        pass(text.length, false)
      }
    },
    read: () => growing.map(({ kind, tokens }) => ({ kind, tokens, count: tokens.length })),
  }
}

function lengthenLast(tokens: LensToken[], by: number): void {
  const last = tokens.at(-1)
  if (last !== undefined) tokens[tokens.length - 1] = { ...last, length: last.length + by }
}

const toToken = (drawn: readonly TokenDrawn[], at: number, length: number): LensToken => ({
  at,
  length,
  ids: drawn.map(({ id }) => id),
  chance: drawn.reduce((product, { chance }) => product * chance, 1),
  entropy: Math.max(...drawn.map(({ entropy }) => entropy)),
  likeliest: drawn[0]?.likeliest ?? [],
})
