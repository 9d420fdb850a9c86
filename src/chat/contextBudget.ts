import type { Engine, PastTurn, Segment } from '../engine/engine.ts'

/** Control tokens of a prompt apart from its turns, and of each turn: more than any template here uses. */
const promptOverhead = 16
const turnOverhead = 12

/**
 * How many of a segment's oldest turns do not fit into the model's context, beside its question and the
 * room that a reply needs: what it may be long, but half of the context at most. Counted with the model's
 * own tokenizer. When not even the question fits, all turns are left out and the engine says so.
 */
export async function countTurnsToLeaveOut(
  segment: Segment,
  contextTokens: number,
  countTokens: Engine['countTokens'],
): Promise<number> {
  const { model, system, question, turns, prefix, sampling } = segment
  if (turns.length === 0) return 0
  const texts = [system, question, prefix.reasoning, prefix.answer ?? '', ...turns.map(turnText)]
  const [ofSystem = 0, ofQuestion = 0, ofThought = 0, ofAnswer = 0, ...ofTurns] = await countTokens(
    model,
    texts,
  )

  const half = Math.floor(contextTokens / 2)
  // A reply that is continued has used some of its room, and needs some more.
  const reply = Math.max(
    Math.min(sampling.maxTokens, half),
    ofThought + ofAnswer + Math.min(sampling.maxTokens, Math.floor(half / 4)),
  )
  let room = contextTokens - promptOverhead - ofSystem - ofQuestion - reply
  let kept = 0
  for (const tokens of ofTurns.toReversed()) {
    room -= tokens + turnOverhead
    if (room < 0) break
    kept += 1
  }
  return turns.length - kept
}

/** Counted apart its texts have at most one token less than here, where a line break parts them. */
const turnText = ({ question, reasoning, answer }: PastTurn): string =>
  [question, reasoning ?? '', answer].join('\n')
