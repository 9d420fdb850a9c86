import { makeHarmless } from '../engine/template/controlTokens.ts'
import { textOf } from './answer.ts'
import type { Answer, Mark, Part } from './message.ts'
import { answerOpening } from './steerAnswer.ts'

/** A place in a reply: so many characters into all of its thought, or of its answer. */
export interface Place {
  readonly kind: Part['kind']
  readonly at: number
}

const part = (kind: Part['kind'], text: string, ...marks: readonly Mark[]): Part => ({
  kind,
  text,
  marks,
})

/** An answer's text up to a place, to the character. A place inside a character is the one before it. */
export function partsUpTo(answer: Answer, { kind, at }: Place): readonly Part[] {
  const text = textOf(answer, kind)
  const kept = text.slice(0, isInsideCharacter(text, at) ? at - 1 : at)
  const last = part(kind, kept, { kind: 'branched', at: kept.length })
  return kind === 'reasoning' ? [last] : [part('reasoning', textOf(answer, 'reasoning')), last]
}

/**
 * An answer whose thought a person has written over: it is open again, and what came after it is gone. Words
 * of a person cannot speak for the template, here as little as in a question.
 */
export function partsWithThought(answer: Answer, written: string): readonly Part[] {
  const before = textOf(answer, 'reasoning')
  const text = before.startsWith(written) ? written : makeHarmless(written)
  return [part('reasoning', text, markOf(before, text))]
}

/** An answer that a person has written, or its beginning; the thought before it stays, closed. */
export function partsWithAnswer(answer: Answer, written: string): readonly Part[] {
  const thought = textOf(answer, 'reasoning')
  const before = textOf(answer, 'answer')
  // A person sees, and writes, no line breaks before it.
  const opening = /^\s+/.exec(before)?.[0] ?? answerOpening
  const text = opening + makeHarmless(written.trimStart())
  // An open thought is closed in a line of its own, as the model does.
  const closed =
    before === '' && thought !== '' && !thought.endsWith('\n') ? `${thought}\n` : thought
  const mark: Mark = before.trim() === '' ? { kind: 'answer begun', at: 0 } : markOf(before, text)
  return [part('reasoning', closed), part('answer', text, mark)]
}

/** Where the texts part; words at the end are a hint, everything else an edit. */
function markOf(before: string, after: string): Mark {
  let at = 0
  while (at < before.length && before[at] === after[at]) at += 1
  return { kind: at === before.length && after.length > at ? 'hint' : 'edited', at }
}

const isInsideCharacter = (text: string, at: number): boolean =>
  at > 0 && /^[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(text.slice(at - 1, at + 1))
