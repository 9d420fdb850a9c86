import type { PromptShare } from '../../engine/engine.ts'
import { mostThought } from '../../engine/room.ts'
import { noFigures } from '../../stats/turnFigures.ts'
import type { HeldPrompt, LiveAnswer } from '../liveAnswer.ts'

export type ShareKind = PromptShare['kind']

/** In the order in which the model reads them, but for thoughts that are kept among the history. */
export const shareKinds = [
  'system',
  'history',
  'kept thought',
  'question',
  'thought',
  'answer',
] as const satisfies readonly ShareKind[]

/** What the tokens of a context are used for. */
export interface ContextUse {
  readonly tokens: Readonly<Record<ShareKind, number>>
  readonly used: number
  readonly free: number
  /** All tokens of the context. */
  readonly size: number
}

const nothingCame: Came = { thought: 0, answer: 0 }

/** Tokens that came since a prompt was measured. */
interface Came {
  readonly thought: number
  readonly answer: number
}

export function contextUse(
  shares: readonly PromptShare[],
  size: number,
  came: Came = nothingCame,
): ContextUse {
  const tokens: Record<ShareKind, number> = {
    system: 0,
    history: 0,
    'kept thought': 0,
    question: 0,
    thought: came.thought,
    answer: came.answer,
  }
  for (const share of shares) tokens[share.kind] += share.tokens
  const used = shareKinds.reduce((sum, kind) => sum + tokens[kind], 0)
  return { tokens, used, free: Math.max(0, size - used), size }
}

/** The same while a reply grows: its prompt was counted once, what came is added. */
export function liveUse(
  { held, answer }: Pick<LiveAnswer, 'held' | 'answer'>,
  size: number,
): ContextUse | undefined {
  return held === undefined ? undefined : contextUse(held.shares, size, cameSince(held, answer))
}

function cameSince({ before }: HeldPrompt, { figures }: LiveAnswer['answer']): Came {
  const then = before ?? noFigures
  const now = figures ?? then
  return {
    thought: now.reasoningTokens - then.reasoningTokens,
    answer: now.answerTokens - then.answerTokens,
  }
}

/**
 * How many tokens a thought under way may still have before it is closed for its answer's sake, or the context
 * is full; undefined where nobody thinks.
 */
export function roomForThought(live: LiveAnswer, size: number): number | undefined {
  const { held, answer } = live
  if (held === undefined || answer.parts.at(-1)?.kind === 'answer') return undefined
  const { free, tokens } = contextUse(held.shares, size)
  const { thought } = cameSince(held, answer)
  return Math.max(0, Math.min(free, mostThought(free, tokens.thought)) - thought)
}

/** From here on a thought's end is near enough to be told. */
const nearEnd = 200

/** Said once, when it comes near: figures that change would be read out again and again. */
export function describeRoom(tokens: number): string | undefined {
  if (tokens > nearEnd) return undefined
  if (tokens < 10) return 'Hardly any room is left for this thought.'
  const step = tokens < 100 ? 10 : 50
  return `Room for about ${Math.round(tokens / step) * step} more tokens of thought.`
}

export const shareWords: Readonly<Record<ShareKind, string>> = {
  system: 'System prompt',
  history: 'History',
  'kept thought': 'Kept thoughts',
  question: 'Question',
  thought: 'Thought',
  answer: 'Answer',
}

/** As "1,204 of 4,096 tokens". The last token that is drawn is never read, and needs no place. */
export const describeUse = ({ used, size }: ContextUse): string =>
  `${formatCount(used === size + 1 ? size : used)} of ${formatCount(size)} tokens`

export const formatCount = (tokens: number): string => tokens.toLocaleString('en')
