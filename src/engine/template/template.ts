import type { TemplateName } from '../catalogue/record.ts'
import type { Segment, ShareOf } from '../engine.ts'

/** One stretch of a prompt, as the model reads it, control tokens included. */
export type PromptSection = ShareOf & { readonly text: string }

/** How a family of models is asked: its exact prompt, and what its reply begins with. */
export interface Template {
  readonly name: TemplateName
  /** What a reply's first text is: a prompt that opens the thought itself leaves its tag out of the reply. */
  readonly firstPart: 'reasoning' | 'answer'
  /** What stands in a reply that is not to think, before its answer begins. */
  readonly emptyThought: { readonly reasoning: string; readonly answer: string }
  /** The prompt of a segment in stretches that begin, wherever the template lets them, at a control token. */
  sections(segment: Segment): readonly PromptSection[]
  /** The exact string that the model is given for a segment: its sections, one after the other. */
  render(segment: Segment): string
}

/** A template whose prompt and whose shares of it cannot differ. */
export const createTemplate = (parts: Omit<Template, 'render'>): Template => ({
  ...parts,
  render: (segment) =>
    parts
      .sections(segment)
      .map(({ text }) => text)
      .join(''),
})
