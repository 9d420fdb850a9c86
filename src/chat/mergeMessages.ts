import type { Answer, Message } from './message.ts'

/** The same answer as two tabs have it: the one that has come further. One tab alone writes it at a time. */
export function furtherAnswer(one: Answer, other: Answer): Answer {
  const byText = lengthOf(other) - lengthOf(one)
  if (byText !== 0) return byText > 0 ? other : one
  const byMarks = marksOf(other) - marksOf(one)
  if (byMarks !== 0) return byMarks > 0 ? other : one
  return one.ending.kind === 'open' && other.ending.kind !== 'open' ? other : one
}

/** Questions never change: an edited one is another message. */
export const furtherMessage = (one: Message, other: Message): Message =>
  one.role === 'answer' && other.role === 'answer' ? furtherAnswer(one, other) : one

/** In characters, of all parts. */
export const lengthOf = ({ parts }: Answer): number =>
  parts.reduce((sum, { text }) => sum + text.length, 0)

const marksOf = ({ parts }: Answer): number =>
  parts.reduce((sum, { marks }) => sum + marks.length, 0)
