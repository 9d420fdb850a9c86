import type { PromptShare } from '../engine/engine.ts'
import { leastRoom } from '../engine/room.ts'

/** What a prompt has to fit into. */
export interface Budget {
  readonly contextTokens: number
  /** How long the reply may be. */
  readonly maxTokens: number
}

/** Tokens of each earlier turn of a measured prompt, oldest first, its kept thought included. */
export function tokensOfTurns(shares: readonly PromptShare[]): readonly number[] {
  const tokens: number[] = []
  for (const share of shares)
    if ('turn' in share) tokens[share.turn] = (tokens[share.turn] ?? 0) + share.tokens
  return tokens
}

/** Tokens of all shares of these kinds. */
export const tokensOf = (
  shares: readonly PromptShare[],
  ...kinds: readonly PromptShare['kind'][]
): number => shares.reduce((sum, { kind, tokens }) => sum + (kinds.includes(kind) ? tokens : 0), 0)

/**
 * How many tokens of a prompt's context are kept for its reply: what that may be long, but half of the context
 * at most. A reply that is continued has used some of its room, and needs some more.
 */
function roomForReply(
  shares: readonly PromptShare[],
  { contextTokens, maxTokens }: Budget,
): number {
  const half = Math.floor(contextTokens / 2)
  const more = Math.max(leastRoom, Math.floor(half / 4))
  const written = tokensOf(shares, 'thought', 'answer')
  return Math.max(Math.min(maxTokens, half), written + Math.min(maxTokens, more))
}

/** How many tokens the earlier turns may have beside the system prompt, the question and the reply. */
export const roomForHistory = (shares: readonly PromptShare[], budget: Budget): number =>
  budget.contextTokens - tokensOf(shares, 'system', 'question') - roomForReply(shares, budget)

/**
 * How many of the oldest turns of a prompt, measured with all of them, do not fit. When not even the question
 * does, all turns are left out and the engine says so.
 */
export function countTurnsToLeaveOut(shares: readonly PromptShare[], budget: Budget): number {
  const ofTurns = tokensOfTurns(shares)
  let room = roomForHistory(shares, budget)
  let kept = 0
  for (const tokens of ofTurns.toReversed()) {
    room -= tokens
    if (room < 0) break
    kept += 1
  }
  return ofTurns.length - kept
}
