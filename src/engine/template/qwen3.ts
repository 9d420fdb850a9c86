import type { PastTurn, Segment } from '../engine.ts'
import { makeHarmless } from './controlTokens.ts'
import { unopenedSections } from './r1.ts'
import { createTemplate, type PromptSection } from './template.ts'

const end = '<|im_end|>\n'
const start = (role: string): string => `<|im_start|>${role}\n`

/**
 * Qwen3's ChatML. Source: the chat template of its tokenizer_config.json (2025-04): no system message unless
 * there is one, history without thoughts, the thought opened by the model, and `enable_thinking=False` as an
 * empty thought that is written for it.
 */
export const qwen3 = createTemplate({
  name: 'qwen3',
  firstPart: 'answer',
  emptyThought: { reasoning: '\n\n', answer: '\n\n' },
  sections: (segment) => [...chatSections(segment), ...unopenedSections(segment)],
})

const chatSections = ({ system, turns, question }: Segment): readonly PromptSection[] => [
  { kind: 'system', text: system === '' ? '' : start('system') + makeHarmless(system) + end },
  ...turns.flatMap(pastSections),
  {
    kind: 'question',
    text: start('user') + makeHarmless(question) + end + start('assistant'),
  },
]

function pastSections(
  { question, answer, reasoning }: PastTurn,
  turn: number,
): readonly PromptSection[] {
  const asked = start('user') + makeHarmless(question) + end + start('assistant')
  const answered = makeHarmless(answer.replace(/^\n+/, '')) + end
  if (reasoning === undefined) return [{ kind: 'history', turn, text: asked + answered }]
  return [
    { kind: 'history', turn, text: asked },
    { kind: 'kept thought', turn, text: `<think>\n${makeHarmless(reasoning.trim())}\n</think>` },
    { kind: 'history', turn, text: `\n\n${answered}` },
  ]
}
