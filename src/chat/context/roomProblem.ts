import { reserveOf } from '../../engine/room.ts'
import type { Answer, Mark, Part } from '../message.ts'

/** How a reply lacked room; what can be done about it differs. */
export type RoomProblem =
  /** Its question leaves no room for a first word. */
  | 'question'
  /** The context was full inside the thought, or inside the answer. */
  | 'thought'
  | 'answer'
  /** The thought was closed so that the answer had room. */
  | 'closed thought'

/** What an ended reply lacked room for, if it did. */
export function roomProblem(answer: Answer): RoomProblem | undefined {
  const { ending, parts } = answer
  if (ending.kind === 'context') {
    if (parts.every(({ text }) => text.trim() === '')) return 'question'
    return parts.at(-1)?.kind === 'reasoning' ? 'thought' : 'answer'
  }
  if (ending.kind === 'open' || ending.kind === 'failed') return undefined
  return closedForRoom(answer) === undefined ? undefined : 'closed thought'
}

/** The mark of a thought that had not had what its person allowed it, and was closed all the same. */
function closedForRoom({ parts, thinking, sampling, figures }: Answer): Mark | undefined {
  const drawn = figures?.reasoningTokens ?? 0
  if (thinking.kind === 'budget' && drawn >= thinking.tokens) return undefined
  // It was the chat's own limit that its answer needed the rest of: more context gives it no more.
  const { maxTokens } = sampling
  if (drawn >= maxTokens - reserveOf(maxTokens)) return undefined
  return lastThought(parts)?.marks.findLast(({ kind }) => kind === 'budget')
}

/** The thought as it was before it was closed for want of room, to go on from. */
export function reopenedThought(answer: Answer): readonly Part[] {
  const mark = closedForRoom(answer)
  const thought = lastThought(answer.parts)
  if (mark === undefined || thought === undefined) return answer.parts
  const marks = thought.marks.filter((one) => one !== mark && one.at <= mark.at)
  return [
    ...answer.parts.slice(0, answer.parts.indexOf(thought)),
    { ...thought, text: thought.text.slice(0, mark.at), marks },
  ]
}

const lastThought = (parts: readonly Part[]): Part | undefined =>
  parts.findLast(({ kind }) => kind === 'reasoning')
