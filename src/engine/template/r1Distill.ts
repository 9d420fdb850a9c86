import type { PastTurn, ReplyPrefix, Segment, Thinking } from '../engine.ts'

/**
 * The prompt of DeepSeek's R1 distills, rendered by us. Source: the chat template of
 * DeepSeek-R1-Distill-Qwen's tokenizer_config.json (2025-01): history without thoughts, each answer ended
 * by the end-of-sentence token, and the reply opened with `<think>\n` as the model card asks.
 */
const bos = '<｜begin▁of▁sentence｜>'
const eos = '<｜end▁of▁sentence｜>'
const user = '<｜User｜>'
const assistant = '<｜Assistant｜>'
const openThought = '<think>\n'
const closeThought = '</think>'

/**
 * Any text that a tokenizer of the distills reads as a control token: DeepSeek's own, and those that Qwen's
 * and Llama's vocabularies bring along, such as `<|EOT|>` and `<tool_call>`.
 */
const controlToken = /<(?=[|｜][^|｜<>]{1,40}[|｜]>|\/?(?:think|tool_call)>)/g

/** U+2060, a joiner of no width: the text looks as typed and is no longer a control token. */
const joiner = '\u2060'

/** Text of a person, a link or an earlier reply, so that it cannot speak for the template. */
export const makeHarmless = (text: string): string => text.replace(controlToken, `<${joiner}`)

/** The exact string that the model is given for a segment. */
export function renderR1Distill(segment: Segment): string {
  const { system, turns, question, prefix, thinking } = segment
  return [
    bos,
    makeHarmless(system),
    ...turns.map(renderPastTurn),
    user,
    makeHarmless(question),
    assistant,
    renderReply(prefix, thinking),
  ].join('')
}

function renderPastTurn({ question, answer, reasoning }: PastTurn): string {
  const thought =
    reasoning === undefined
      ? ''
      : `${openThought}${makeHarmless(reasoning.trim())}\n${closeThought}\n\n`
  return `${user}${makeHarmless(question)}${assistant}${thought}${makeHarmless(answer.trimStart())}${eos}`
}

/** What stands of the reply, byte for byte, so that the model goes on from the exact place. */
function renderReply({ reasoning, answer }: ReplyPrefix, thinking: Thinking): string {
  if (answer !== undefined) return `${openThought}${reasoning}${closeThought}${answer}`
  if (thinking.kind === 'skip' && reasoning === '') return `${openThought}\n${closeThought}\n\n`
  return `${openThought}${reasoning}`
}

/** Whether a token's text is one of the template's control tokens. */
export const isControlToken = (text: string): boolean =>
  /^<([|｜].*[|｜]|\/?(think|tool_call))>$/.test(text)
