import type { Thinking, ThoughtEnd } from '../engine/engine.ts'
import { textOf } from './answer.ts'
import type { Answer, Ending, Mark, Part } from './message.ts'
import type { Steer } from './steering.ts'

/** What a thought is sent on with when it would end too early (budget forcing: s1, arXiv 2501.19393). */
const goOnWord = 'Wait,'

/** What stands between a closed thought and its answer, in every R1's own replies. */
export const answerOpening = '\n\n'

/** How many more tokens "Think longer" asks for. */
export const longerTokens = 200

/** Above this R1 writes nonsense. */
const hottest = 1.2

/** How many tokens of an answer's thoughts the model has drawn. */
const drawnTokens = ({ figures }: Answer): number => figures?.reasoningTokens ?? 0

const isOpenThought = ({ parts }: Answer): boolean => parts.at(-1)?.kind !== 'answer'

/** The thought closed where it stands, so that the answer follows; an answer that has begun stays. */
export function closeThought(answer: Answer, kind: Mark['kind']): Answer {
  if (!isOpenThought(answer)) return answer
  const thought = lastThought(answer)
  const parts = [
    ...answer.parts.slice(0, -1),
    addWords(thought, lineBreak(thought.text), kind),
    { kind: 'answer', text: answerOpening, marks: [] } as const,
  ]
  return { ...answer, parts }
}

/** The thought sent on: its end is taken for too early. */
function sendThoughtOn(answer: Answer): Answer {
  if (!isOpenThought(answer)) return answer
  const thought = lastThought(answer)
  const words = lineBreak(thought.text) + goOnWord
  return {
    ...answer,
    parts: [...answer.parts.slice(0, -1), addWords(thought, words, 'thought on')],
  }
}

/** A mark where the reply stands now. */
function markHere(answer: Answer, kind: Mark['kind']): Answer {
  const last = answer.parts.at(-1)
  return last === undefined
    ? answer
    : { ...answer, parts: [...answer.parts.slice(0, -1), addWords(last, '', kind)] }
}

/** An answer that is to have a format begins anew: a format holds for the whole of it. */
export function beginAnswer(answer: Answer): Answer {
  const last = answer.parts.at(-1)
  if (last?.kind !== 'answer' || last.text === answerOpening) return answer
  return { ...answer, parts: [...answer.parts.slice(0, -1), { ...last, text: answerOpening }] }
}

/** What of `thinking` is left for the next segment; undefined when the thought has had all of it. */
export function thinkingLeft(thinking: Thinking, answer: Answer): Thinking | undefined {
  if (thinking.kind === 'free' || thinking.kind === 'skip') return thinking
  const tokens = thinking.tokens - drawnTokens(answer)
  if (tokens > 0) return { ...thinking, tokens }
  return thinking.kind === 'atLeast' || !isOpenThought(answer) ? { kind: 'free' } : undefined
}

/** At least so much more than it has. */
export const thinkLonger = (answer: Answer): Thinking => ({
  kind: 'atLeast',
  tokens: drawnTokens(answer) + longerTokens,
})

/** Parts that think on where an answer's thought had ended. */
export const thoughtSentOn = (answer: Answer): readonly Part[] =>
  sendThoughtOn({
    ...answer,
    parts: [{ kind: 'reasoning', text: textOf(answer, 'reasoning'), marks: [] }],
  }).parts

const emptyThought: Part = { kind: 'reasoning', text: '', marks: [] }

const lastThought = ({ parts }: Answer): Part => parts.at(-1) ?? emptyThought

/** Words of the app's after a thought's own stand in a line of their own. */
const lineBreak = (text: string): string => (text.endsWith('\n') || text === '' ? '' : '\n')

const addWords = (part: Part, words: string, kind: Mark['kind']): Part => ({
  ...part,
  text: part.text + words,
  marks: [...part.marks, { kind, at: part.text.length }],
})

/** How a segment ended: as a reply ends, or so that its thought can be seen to. */
export type SegmentEnding = Ending | { readonly kind: ThoughtEnd }

/**
 * What the reply goes on from after a segment, and how long it is to think from then on; undefined when it
 * has ended.
 */
export function goOnAfter(
  answer: Answer,
  ending: SegmentEnding,
  thinking: Thinking,
  steer: Steer | undefined,
): { readonly answer: Answer; readonly thinking: Thinking } | undefined {
  const isThinking = isOpenThought(answer)
  // The segment may end by itself while a wish is on its way.
  const wish = isThinking ? steer : undefined
  switch (ending.kind) {
    case 'thought full':
      return { answer: closeThought(answer, 'budget'), thinking }
    case 'thought short':
      return wish === undefined
        ? { answer: sendThoughtOn(answer), thinking }
        : obey(answer, thinking, wish)
    case 'engine moved':
      return obey(answer, thinking, wish)
    case 'thought closed':
      return { answer: beginAnswer(answer), thinking }
    case 'stop': {
      if (wish !== undefined) return obey(answer, thinking, wish)
      // It ended inside its thought, as if it had said all.
      const left = thinkingLeft(thinking, answer)
      return isThinking && left?.kind === 'atLeast'
        ? { answer: sendThoughtOn(answer), thinking }
        : undefined
    }
    case 'stopped':
      return steer === undefined ? undefined : obey(answer, thinking, wish)
    default:
      return undefined
  }
}

/** The thought may have closed by itself while the wish was on its way: then the answer just goes on. */
function obey(
  answer: Answer,
  thinking: Thinking,
  steer: Steer | undefined,
): { readonly answer: Answer; readonly thinking: Thinking } {
  switch (steer?.kind) {
    case undefined:
      return { answer, thinking }
    case 'answer now':
      return { answer: closeThought(answer, 'answer now'), thinking: { kind: 'free' } }
    case 'close the loop':
      return { answer: closeThought(answer, 'loop closed'), thinking: { kind: 'free' } }
    case 'think longer':
      return { answer: markHere(answer, 'thought on'), thinking: thinkLonger(answer) }
    case 'raise temperature': {
      const temperature = Math.min(hottest, answer.sampling.temperature + steer.by)
      const hotter = { ...answer, sampling: { ...answer.sampling, temperature } }
      return { answer: markHere(hotter, 'temperature raised'), thinking }
    }
  }
}
