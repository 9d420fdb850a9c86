import type { Answer, Message, Part } from './message.ts'

/**
 * Of two states of one reply the later, and of equals the first. Tokens are only ever added to a reply, then
 * marks, then text; its text alone says less, for an answer that has a format is begun anew.
 */
export function furtherAnswer(one: Answer, other: Answer): Answer {
  for (const measure of [countTokens, countMarks, isEnded, countCharacters]) {
    const difference = measure(other) - measure(one)
    if (difference !== 0) return difference > 0 ? other : one
  }
  return one
}

/** Questions never change: an edited one is another message. */
export const furtherMessage = (one: Message, other: Message): Message =>
  one.role === 'answer' && other.role === 'answer' ? furtherAnswer(one, other) : one

/** All that were drawn for it. */
export const countTokens = ({ figures }: Answer): number =>
  figures === null ? 0 : figures.reasoningTokens + figures.answerTokens

const countMarks = ({ parts }: Answer): number => sum(parts, ({ marks }) => marks.length)

const isEnded = ({ ending }: Answer): number => (ending.kind === 'open' ? 0 : 1)

const countCharacters = ({ parts }: Answer): number => sum(parts, ({ text }) => text.length)

const sum = (parts: readonly Part[], of: (part: Part) => number): number =>
  parts.reduce((total, part) => total + of(part), 0)
