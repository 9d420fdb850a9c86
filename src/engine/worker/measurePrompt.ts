import type { PromptShare, Segment } from '../engine.ts'
import type { Template } from '../template/template.ts'
import { measureSections } from './measureSections.ts'
import type { LoadedModel } from './webLlm.ts'

interface MeasuredPrompt {
  readonly text: string
  /** Tokens of all of it, to which the shares add up. */
  readonly total: number
  readonly shares: readonly PromptShare[]
}

/** A segment's exact prompt, and what its tokens are. */
export function measurePrompt(
  segment: Segment,
  template: Template,
  model: Pick<LoadedModel, 'encode'>,
): MeasuredPrompt {
  const countTokens = (text: string): number => model.encode(text).length
  const text = template.render(segment)
  const total = countTokens(text)
  return { text, total, shares: measureSections(template.sections(segment), total, countTokens) }
}
