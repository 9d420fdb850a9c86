import { textOf } from '../answer.ts'
import type { Answer, KeptThoughts, Message } from '../message.ts'

/** What an answer to a question at the end of this path is told of earlier thoughts; nothing where none is kept. */
export function keptOn(path: readonly Message[]): { readonly kept?: KeptThoughts } {
  const earlier = path.flatMap((message) =>
    message.role === 'answer' && message.kept?.own === true ? [message.id] : [],
  )
  return earlier.length === 0 ? {} : { kept: { own: false, earlier } }
}

/** The thought of an earlier answer as it stands in this one's prompt; undefined where it is left out. */
export function keptThought(earlier: Answer, { kept }: Answer): string | undefined {
  if (kept?.earlier.includes(earlier.id) !== true) return undefined
  const thought = textOf(earlier, 'reasoning')
  return thought.trim() === '' ? undefined : thought
}

/** The answer with its own thought kept for what is asked later, or not. */
export function withOwnKept(answer: Answer, own: boolean): Answer {
  const { kept, ...rest } = answer
  const earlier = kept?.earlier ?? []
  return own || earlier.length > 0 ? { ...rest, kept: { own, earlier } } : rest
}
