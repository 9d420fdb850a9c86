import type { Answer, Mark } from './message.ts'

/** What was done to a reply, in the order in which it was done; nothing that its end says anyway. */
export function describeMarks({ parts }: Pick<Answer, 'parts'>): readonly string[] {
  const marks = parts.flatMap((part) => part.marks)
  const said = marks.flatMap(({ kind, at }) => sentences[kind]?.(at) ?? [])
  return [...new Set(said)].map((sentence) => {
    const times = said.filter((other) => other === sentence).length
    return times === 1 ? `${sentence}.` : `${sentence}, ${times} times.`
  })
}

const sentences: Partial<Record<Mark['kind'], (at: number) => string>> = {
  'resumed after a crash': () => 'Resumed after a crash',
  'answer now': () => 'You closed the thought',
  'loop closed': () => 'The thought went round in circles and was closed, as set in Settings',
  'thought on': () => 'The thought was sent on',
  budget: () => 'The thought was closed at its limit, to leave room for the answer',
  edited: () => 'You changed the text, and the model went on from there',
  hint: () => 'You added a hint to the thought',
  'answer begun': () => 'You began the answer',
  branched: (at) => `Branched from another version after ${at} characters`,
  'temperature raised': () => 'You raised the temperature',
}
