import type { PastTurn, ReplyPrefix, Segment, Thinking } from '../engine.ts'
import { makeHarmless } from './controlTokens.ts'
import type { Template } from './template.ts'

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
export const r1Distill: Template = {
  name: 'r1-distill',
  firstPart: 'reasoning',
  emptyThought: { reasoning: '\n', answer: '\n\n' },
  render: (segment) =>
    renderChat(segment) +
    `${openThought}\n` +
    renderAfterTag(segment.prefix, segment.thinking, '\n'),
}

/**
 * R1-0528: the same tokens, and its card (2025-05) says that the reply need not be opened any more; the model
 * writes `<think>` itself.
 */
export const r1_0528: Template = {
  name: 'r1-0528',
  firstPart: 'answer',
  emptyThought: { reasoning: '\n\n', answer: '\n\n' },
  render: (segment) => renderChat(segment) + renderUnopened(segment),
}

/** What stands of a reply whose thought the model opens itself: nothing yet, or its opened thought and on. */
export function renderUnopened({ prefix, thinking }: Segment): string {
  const isSkipped = thinking.kind === 'skip' && prefix.answer === undefined
  if (prefix.reasoning === '' && !isSkipped) return prefix.answer ?? ''
  return openThought + renderAfterTag(prefix, thinking, '\n\n')
}

function renderChat({ system, turns, question }: Segment): string {
  const past = turns.map(renderPastTurn).join('')
  return `${bos}${makeHarmless(system)}${past}${user}${makeHarmless(question)}${assistant}`
}

function renderPastTurn({ question, answer, reasoning }: PastTurn): string {
  const thought =
    reasoning === undefined
      ? ''
      : `${openThought}\n${makeHarmless(reasoning.trim())}\n${closeThought}\n\n`
  return `${user}${makeHarmless(question)}${assistant}${thought}${makeHarmless(answer.trimStart())}${eos}`
}

/** What stands of the reply after its opened thought, byte for byte, so that the model goes on from there. */
function renderAfterTag(
  { reasoning, answer }: ReplyPrefix,
  thinking: Thinking,
  emptyThought: string,
): string {
  if (answer !== undefined) return `${reasoning}${closeThought}${answer}`
  if (thinking.kind === 'skip' && reasoning === '') return `${emptyThought}${closeThought}\n\n`
  return reasoning
}
