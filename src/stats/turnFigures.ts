/** The figures of one reply, added up over its segments; milliseconds and tokens. */
export interface TurnFigures {
  /** What the reply was asked with: the prompt of its first segment. */
  readonly promptTokens: number
  readonly reasoningTokens: number
  readonly answerTokens: number
  /** From sending to the first token. */
  readonly firstTokenMs: number
  /** Prompt tokens that were read, over all segments; 0 where an older record did not keep them. */
  readonly prefillTokens: number
  readonly prefillMs: number
  readonly reasoningMs: number
  readonly answerMs: number
  /** Time between tokens, excluding the first of each segment. */
  readonly decodeMs: number
  readonly decodedTokens: number
  /** Gaps over 250 ms between two tokens. */
  readonly stalls: number
}

/** Before the first token. */
export const noFigures: TurnFigures = {
  promptTokens: 0,
  reasoningTokens: 0,
  answerTokens: 0,
  firstTokenMs: 0,
  prefillTokens: 0,
  prefillMs: 0,
  reasoningMs: 0,
  answerMs: 0,
  decodeMs: 0,
  decodedTokens: 0,
  stalls: 0,
}
