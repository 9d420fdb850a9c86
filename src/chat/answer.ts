import type { ReplyPrefix } from '../engine/engine.ts'
import type { Beginning } from '../presets/preset.ts'
import type { Answer, Ending, Mark, Part } from './message.ts'

/** The parts of a reply that was begun for the model. Before an answer stands R1's own empty thought. */
export function beginParts(beginning: Beginning | undefined): readonly Part[] {
  if (beginning === undefined || beginning.text === '') return []
  if (beginning.kind === 'thought') return [{ kind: 'reasoning', text: beginning.text, marks: [] }]
  return [
    { kind: 'reasoning', text: '\n', marks: [] },
    { kind: 'answer', text: `\n\n${beginning.text}`, marks: [] },
  ]
}

/** What an answer holds of one kind, all its parts joined. */
export const textOf = (answer: Answer, kind: Part['kind']): string =>
  answer.parts
    .filter((part) => part.kind === kind)
    .map(({ text }) => text)
    .join('')

/** What the engine is told that the reply holds so far; an empty answer part still closes the thought. */
export function replyPrefix(answer: Answer): ReplyPrefix {
  const reasoning = textOf(answer, 'reasoning')
  return answer.parts.some(({ kind }) => kind === 'answer')
    ? { reasoning, answer: textOf(answer, 'answer') }
    : { reasoning }
}

/** An open answer that nobody writes is one that the app died on. */
export const isInterrupted = (answer: Answer, isLive: boolean): boolean =>
  !isLive && answer.ending.kind === 'open'

/** Whether the model may go on from where the reply stands: any end but its own. */
export const canContinue = (answer: Answer, isLive: boolean): boolean =>
  !isLive && answer.ending.kind !== 'stop'

/** Open an ended answer again, marked where it goes on. */
export function reopenAnswer(answer: Answer): Answer {
  if (answer.ending.kind === 'open') return markCrash(answer)
  return { ...markEnd(answer, 'continued'), ending: { kind: 'open' } }
}

/** Marks where a reply broke off that the app died on, once. */
export function markCrash(answer: Answer): Answer {
  const last = answer.parts.at(-1)
  const isMarked = last?.marks.some(({ kind, at }) => kind === crash && at === last.text.length)
  return isMarked === true ? answer : markEnd(answer, crash)
}

const crash: Mark['kind'] = 'resumed after a crash'

/** End an answer; what it holds is kept, whatever the reason. */
export function endAnswer(answer: Answer, ending: Ending): Answer {
  return { ...(ending.kind === 'stopped' ? markEnd(answer, 'stopped') : answer), ending }
}

/** Put a mark at the end of what the reply holds; an empty reply has no place for one. */
function markEnd(answer: Answer, kind: Mark['kind']): Answer {
  const last = answer.parts.at(-1)
  if (last === undefined) return answer
  const marks = [...last.marks, { kind, at: last.text.length }]
  return { ...answer, parts: [...answer.parts.slice(0, -1), { ...last, marks }] }
}
