import type { TemplateName } from '../catalogue/record.ts'
import type { Segment } from '../engine.ts'

/** How a family of models is asked: its exact prompt, and what its reply begins with. */
export interface Template {
  readonly name: TemplateName
  /** What a reply's first text is: a prompt that opens the thought itself leaves its tag out of the reply. */
  readonly firstPart: 'reasoning' | 'answer'
  /** What stands in a reply that is not to think, before its answer begins. */
  readonly emptyThought: { readonly reasoning: string; readonly answer: string }
  /** The exact string that the model is given for a segment. */
  render(segment: Segment): string
}
