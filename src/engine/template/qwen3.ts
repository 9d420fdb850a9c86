import type { PastTurn, Segment } from '../engine.ts'
import { makeHarmless } from './controlTokens.ts'
import { renderUnopened } from './r1.ts'
import type { Template } from './template.ts'

const end = '<|im_end|>\n'
const start = (role: string): string => `<|im_start|>${role}\n`

/**
 * Qwen3's ChatML. Source: the chat template of its tokenizer_config.json (2025-04): no system message unless
 * there is one, history without thoughts, the thought opened by the model, and `enable_thinking=False` as an
 * empty thought that is written for it.
 */
export const qwen3: Template = {
  name: 'qwen3',
  firstPart: 'answer',
  emptyThought: { reasoning: '\n\n', answer: '\n\n' },
  render: (segment) => renderChat(segment) + renderUnopened(segment),
}

function renderChat({ system, turns, question }: Segment): string {
  const first = system === '' ? '' : start('system') + makeHarmless(system) + end
  const past = turns.map(renderPastTurn).join('')
  return first + past + start('user') + makeHarmless(question) + end + start('assistant')
}

function renderPastTurn({ question, answer, reasoning }: PastTurn): string {
  const thought =
    reasoning === undefined ? '' : `<think>\n${makeHarmless(reasoning.trim())}\n</think>\n\n`
  const reply = thought + makeHarmless(answer.replace(/^\n+/, ''))
  return start('user') + makeHarmless(question) + end + start('assistant') + reply + end
}
