import type { Answer, Part } from '../chat/message.ts'

/**
 * Of two states of one reply the later. Message and journal are written side by side, and either may be
 * ahead: the journal by what the last save has not seen, the message where the journal could not be written
 * or where a segment has ended and words were put after it. Tokens are only ever added to a reply, then
 * marks, then text.
 */
export function laterReply(stored: Answer, journalled: Answer): Answer {
  const ahead = compare(journalled, stored)
  return ahead > 0 ? journalled : stored
}

function compare(one: Answer, other: Answer): number {
  for (const measure of [countTokens, countMarks, isEnded, countCharacters]) {
    const difference = measure(one) - measure(other)
    if (difference !== 0) return difference
  }
  return 0
}

export const countTokens = ({ figures }: Answer): number =>
  figures === null ? 0 : figures.reasoningTokens + figures.answerTokens

const countMarks = ({ parts }: Answer): number => sum(parts, ({ marks }) => marks.length)

const isEnded = ({ ending }: Answer): number => (ending.kind === 'open' ? 0 : 1)

const countCharacters = ({ parts }: Answer): number => sum(parts, ({ text }) => text.length)

const sum = (parts: readonly Part[], of: (part: Part) => number): number =>
  parts.reduce((total, part) => total + of(part), 0)
