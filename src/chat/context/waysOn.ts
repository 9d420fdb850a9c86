import { choicesFor } from '../../engine/catalogue/contextChoice.ts'
import type { DeviceFacts } from '../../engine/catalogue/device.ts'
import { fit } from '../../engine/catalogue/fit.ts'
import { memoryNeed } from '../../engine/catalogue/memory.ts'
import type { CatalogueRecord } from '../../engine/catalogue/record.ts'
import type { PromptShare } from '../../engine/engine.ts'
import { reserveOf } from '../../engine/room.ts'
import { tokensOf, tokensOfTurns } from '../contextBudget.ts'
import type { Answer, Part } from '../message.ts'
import { closeThought } from '../steerAnswer.ts'

/** The line break, the closing tag and the empty line that close a thought: no tokenizer needs more. */
const closingTokens = 6
/** An answer of fewer tokens says nothing. */
const leastAnswer = 12

/** A context in which the reply could go on, and what it costs in bytes. */
export interface LargerContext {
  readonly tokens: number
  /** More than now, and in all. */
  readonly extra: number
  readonly total: number
}

export type Larger =
  | { readonly kind: 'offered'; readonly context: LargerContext }
  /** The model was made for no more, or this device has no room for more. */
  | { readonly kind: 'model' | 'device' }

/** The next larger context that helps and runs here: more than `needed` tokens, and a fair bit of room. */
export function findLarger(
  record: CatalogueRecord,
  device: DeviceFacts,
  size: number,
  needed: number,
): Larger {
  const choices = choicesFor(record).filter(
    (tokens) => tokens > size && tokens >= needed + closingTokens + leastAnswer,
  )
  if (choices.length === 0) return { kind: 'model' }
  const tokens = choices.find(
    (context) => fit({ device, record, context, isStored: true }).verdict !== 'cannot',
  )
  if (tokens === undefined) return { kind: 'device' }
  const { total } = memoryNeed(record, tokens)
  return {
    kind: 'offered',
    context: { tokens, total, extra: total - memoryNeed(record, size).total },
  }
}

/** What leaving out the oldest turns frees: the fewest that give a quarter of the context, or all of them. */
export interface Shorter {
  readonly turns: number
  readonly tokens: number
}

export function findShorter(shares: readonly PromptShare[], size: number): Shorter | undefined {
  let tokens = 0
  let turns = 0
  for (const ofTurn of tokensOfTurns(shares)) {
    if (tokens >= size / 4) break
    tokens += ofTurn
    turns += 1
  }
  return turns === 0 ? undefined : { turns, tokens }
}

export type AnswerNow =
  /** The whole thought stays, and enough room for an answer is left. */
  | { readonly kind: 'whole'; readonly parts: readonly Part[] }
  /** A version beside this one, whose thought ends earlier: nothing else makes room for an answer. */
  | { readonly kind: 'cut'; readonly parts: readonly Part[] }

/**
 * An open thought closed so that an answer has room. Earlier turns are no obstacle: they are left out where
 * they must be. Undefined where the question alone leaves too little.
 */
export function findAnswerNow(
  answer: Answer,
  shares: readonly PromptShare[],
  size: number,
): AnswerNow | undefined {
  const thoughtTokens = tokensOf(shares, 'thought')
  const room = size - tokensOf(shares, 'system', 'question') - closingTokens
  const reserve = Math.max(leastAnswer, reserveOf(room))
  if (room - thoughtTokens >= leastAnswer)
    return { kind: 'whole', parts: closeThought(answer, 'answer now').parts }
  const kept = room - reserve
  const last = answer.parts.at(-1)
  if (kept <= 0 || last === undefined) return undefined
  // By characters, and a little less: what the parts of a text have in tokens differs.
  const at = Math.floor((last.text.length * kept * 0.8) / thoughtTokens)
  const text = endAtLine(last.text.slice(0, at))
  if (text.trim() === '') return undefined
  const marks = last.marks.filter((mark) => mark.at <= text.length)
  const branched = [...marks, { kind: 'branched', at: text.length } as const]
  const parts = [...answer.parts.slice(0, -1), { ...last, text, marks: branched }]
  return { kind: 'cut', parts: closeThought({ ...answer, parts }, 'answer now').parts }
}

/** Whole lines where there is one, else whole words, and never half a character. */
function endAtLine(text: string): string {
  const line = text.lastIndexOf('\n')
  if (line > 0) return text.slice(0, line)
  const word = text.lastIndexOf(' ')
  return (word > 0 ? text.slice(0, word) : text).replace(/[\uD800-\uDBFF]$/, '')
}
