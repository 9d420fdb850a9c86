import type { ReplyPiece } from '../reasoningParser.ts'

/** A token that could have come, as the text that it would have added. */
export interface LensAlternative {
  readonly id: number
  readonly text: string
  readonly chance: number
}

/** A stretch of a part's text as the model drew it: one token, or the few that spell one character. */
export interface LensToken {
  /** Its first character in its part, and how many are its own; none if it closes the thought there. */
  readonly at: number
  readonly length: number
  readonly ids: readonly number[]
  /** Probability after temperature; of several tokens, of all of them. */
  readonly chance: number
  /** Bits; of several tokens, of the most undecided. */
  readonly entropy: number
  /** What could have come at its first character, the likeliest first; their probabilities sum to 1 at most. */
  readonly likeliest: readonly LensAlternative[]
}

/** The tokens of one part of a reply, in order. Text that a person or the app wrote has none. */
export interface LensPart {
  readonly kind: ReplyPiece['kind']
  readonly tokens: readonly LensToken[]
  /** How many of them there were: the list itself may have grown since. */
  readonly count: number
}

/** A reply's parts, one for each. */
export type Lens = readonly LensPart[]

/** Undecided from here on, in bits: as much as the toss of a coin. */
export const forkEntropy = 1

/** Whether the reply could well have gone another way here. */
export const isFork = ({ ids, chance, entropy, likeliest }: LensToken): boolean =>
  entropy >= forkEntropy || (likeliest[0] !== undefined && !isLikeliest(ids, chance, likeliest[0]))

/** A tie is no other way: of two equal tokens both are the likeliest. */
const isLikeliest = (ids: readonly number[], chance: number, first: LensAlternative): boolean =>
  ids[0] === first.id || chance >= first.chance

/** A token's text, of the part's; a tag is in no part's text. */
export const textOfToken = (token: LensToken, text: string): string =>
  token.length === 0
    ? (token.likeliest.find(({ id }) => id === token.ids.at(-1))?.text ?? '</think>')
    : text

/** How sure, in five steps: 0 as good as certain, 4 a long shot. */
export function doubtOf(chance: number): 0 | 1 | 2 | 3 | 4 {
  if (chance >= 0.9) return 0
  if (chance >= 0.6) return 1
  if (chance >= 0.3) return 2
  return chance >= 0.1 ? 3 : 4
}
