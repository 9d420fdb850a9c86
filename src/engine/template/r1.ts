import type { PastTurn, ReplyPrefix, Segment, Thinking } from '../engine.ts'
import { makeHarmless } from './controlTokens.ts'
import { createTemplate, type PromptSection } from './template.ts'

const bos = '<｜begin▁of▁sentence｜>'
const eos = '<｜end▁of▁sentence｜>'
const user = '<｜User｜>'
const assistant = '<｜Assistant｜>'
const openThought = '<think>'
const closeThought = '</think>'

/**
 * The prompt of DeepSeek's R1 distills. Source: the chat template of DeepSeek-R1-Distill-Qwen's
 * tokenizer_config.json (2025-01): history without thoughts, each answer ended by the end-of-sentence token,
 * and the reply opened with `<think>\n` as the model card asks.
 */
export const r1Distill = createTemplate({
  name: 'r1-distill',
  firstPart: 'reasoning',
  emptyThought: { reasoning: '\n', answer: '\n\n' },
  sections: (segment) => [
    ...chatSections(segment),
    ...openedSections(`${openThought}\n`, segment.prefix, segment.thinking, '\n'),
  ],
})

/**
 * R1-0528: the same tokens, and its card (2025-05) says that the reply need not be opened any more; the model
 * writes `<think>` itself.
 */
export const r1_0528 = createTemplate({
  name: 'r1-0528',
  firstPart: 'answer',
  emptyThought: { reasoning: '\n\n', answer: '\n\n' },
  sections: (segment) => [...chatSections(segment), ...unopenedSections(segment)],
})

/** What stands of a reply whose thought the model opens itself: nothing yet, or its opened thought and on. */
export function unopenedSections({ prefix, thinking }: Segment): readonly PromptSection[] {
  const isSkipped = thinking.kind === 'skip' && prefix.answer === undefined
  if (prefix.reasoning !== '' || isSkipped)
    return openedSections(openThought, prefix, thinking, '\n\n')
  return [{ kind: 'answer', text: prefix.answer ?? '' }]
}

const chatSections = ({ system, turns, question }: Segment): readonly PromptSection[] => [
  { kind: 'system', text: bos + makeHarmless(system) },
  ...turns.flatMap(pastSections),
  { kind: 'question', text: user + makeHarmless(question) + assistant },
]

function pastSections(
  { question, answer, reasoning }: PastTurn,
  turn: number,
): readonly PromptSection[] {
  const asked = user + makeHarmless(question) + assistant
  const answered = makeHarmless(answer.trimStart()) + eos
  if (reasoning === undefined) return [{ kind: 'history', turn, text: asked + answered }]
  const thought = `${openThought}\n${makeHarmless(reasoning.trim())}\n${closeThought}`
  return [
    { kind: 'history', turn, text: asked },
    { kind: 'kept thought', turn, text: thought },
    { kind: 'history', turn, text: `\n\n${answered}` },
  ]
}

/** What stands of an opened reply, byte for byte, so that the model goes on from there. */
function openedSections(
  opening: string,
  { reasoning, answer }: ReplyPrefix,
  thinking: Thinking,
  emptyThought: string,
): readonly PromptSection[] {
  const isSkipped = thinking.kind === 'skip' && reasoning === '' && answer === undefined
  const thought = opening + (isSkipped ? emptyThought : reasoning)
  const rest = isSkipped ? '\n\n' : answer
  return [
    { kind: 'thought', text: thought },
    ...(rest === undefined ? [] : [{ kind: 'answer', text: closeThought + rest } as const]),
  ]
}
