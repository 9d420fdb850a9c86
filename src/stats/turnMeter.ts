import { noFigures, type TurnFigures } from './turnFigures.ts'

/** Adds up one reply's figures, token by token, over all its segments. */
export interface TurnMeter {
  /** A segment's prompt is being read; it counts once its first token shows that it was. */
  startPrompt(tokens: number): void
  /** Tokens of one kind; `at` are their milliseconds since the segment was asked for. */
  add(kind: 'reasoning' | 'answer', at: readonly number[]): void
  /** The engine's own measure of the segment takes the place of ours. */
  endSegment(usage: { readonly promptTokens: number; readonly prefillMs: number }): void
  read(): TurnFigures
}

/** A gap this long between two tokens is felt as a stop. */
const stallMs = 250

/** `before` are the figures of the segments that are there already. */
export function createTurnMeter(before: TurnFigures | null): TurnMeter {
  const { prefillTokens, prefillMs } = before ?? noFigures
  let figures = before ?? noFigures
  let promptTokens = 0
  let last: number | undefined

  function countPrefill(tokens: number, ms: number): void {
    figures = {
      ...figures,
      promptTokens: before === null ? tokens : figures.promptTokens,
      prefillTokens: prefillTokens + tokens,
      prefillMs: prefillMs + ms,
    }
  }

  return {
    startPrompt(tokens) {
      promptTokens = tokens
    },
    add(kind, at) {
      const [first] = at
      if (last === undefined && first !== undefined && promptTokens > 0)
        countPrefill(promptTokens, first)
      const next = { ...figures }
      for (const time of at) {
        const gap = last === undefined ? 0 : time - last
        if (last !== undefined) {
          next.decodeMs += gap
          next.decodedTokens += 1
          if (gap > stallMs) next.stalls += 1
        } else if (before === null) next.firstTokenMs = time
        if (kind === 'reasoning') {
          next.reasoningTokens += 1
          next.reasoningMs += gap
        } else {
          next.answerTokens += 1
          next.answerMs += gap
        }
        last = time
      }
      figures = next
    },
    endSegment(usage) {
      // Stopped before its first token: how far the prompt was read, nobody knows.
      if (last !== undefined) countPrefill(usage.promptTokens, usage.prefillMs)
    },
    read: () => figures,
  }
}
