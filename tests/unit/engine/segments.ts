import type { Segment } from '../../../src/engine/engine.ts'

const plain: Segment = {
  model: 'ponder-nano',
  system: '',
  turns: [],
  question: 'What is 2 + 2?',
  prefix: { reasoning: '' },
  sampling: { temperature: 0.6, topP: 0.95, maxTokens: 1000 },
  thinking: { kind: 'free' },
}

/** A first question, and what is said otherwise. */
export const createSegment = (changes: Partial<Segment> = {}): Segment => ({ ...plain, ...changes })
