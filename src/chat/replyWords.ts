import { textOf } from './answer.ts'
import type { Place } from './beginnings.ts'
import type { Answer } from './message.ts'

/** One word of a reply: from where it begins to where it ends, line breaks and spaces left out. */
export interface ReplyWord {
  readonly kind: Place['kind']
  readonly from: number
  readonly to: number
}

/** The words of a reply in order, the thought's before the answer's. A Chinese character is a word. */
export const wordsOf = (answer: Answer): readonly ReplyWord[] =>
  (['reasoning', 'answer'] as const).flatMap((kind) =>
    Array.from(textOf(answer, kind).matchAll(wordPattern), ({ 0: word, index }) => ({
      kind,
      from: index,
      to: index + word.length,
    })),
  )

const wordPattern = /\p{Script=Han}|(?:(?!\p{Script=Han})\S)+/gu

/** The word at a place, or the one before it; the first where there is none. */
export function wordAt(words: readonly ReplyWord[], { kind, at }: Place): number {
  const before = words.findLastIndex((word) => word.kind === kind && word.from <= at)
  if (before !== -1) return before
  return Math.max(
    0,
    words.findIndex((word) => word.kind === kind),
  )
}

/** The first word of the line after the one of this word, or before it; the same where there is none. */
export function wordInLine(
  answer: Answer,
  words: readonly ReplyWord[],
  index: number,
  step: 1 | -1,
): number {
  const starts = words.flatMap((word, at) => (isLineStart(answer, words, word, at) ? [at] : []))
  const line = starts.findLastIndex((at) => at <= index)
  return starts[Math.max(0, line + step)] ?? index
}

function isLineStart(
  answer: Answer,
  words: readonly ReplyWord[],
  word: ReplyWord,
  at: number,
): boolean {
  const before = words[at - 1]
  if (before === undefined || before.kind !== word.kind) return true
  return textOf(answer, word.kind).slice(before.to, word.from).includes('\n')
}
