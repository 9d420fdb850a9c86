import * as fc from 'fast-check'

import type { PresetContent } from '../../src/presets/preset.ts'
import { readPreset } from '../../src/presets/presetSchema.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 60 })
const tokens = fc.integer({ min: 1, max: 131_072 })

/** Presets as they are once they have come through the door. */
export const presetArbitrary: fc.Arbitrary<PresetContent> = fc
  .record(
    {
      name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
      question: text,
      system: text,
      examples: fc.array(fc.record({ name: text.map((name) => name.slice(0, 20)), value: text }), {
        maxLength: 4,
      }),
      beginning: fc.record({ kind: fc.constantFrom('thought', 'answer'), text }),
      model: fc.stringMatching(/^[\w.-]{1,40}$/),
      sampling: fc.record(
        {
          temperature: fc.double({ min: 0, max: 2, noNaN: true }),
          topP: fc.double({ min: 0.01, max: 1, noNaN: true }),
          maxTokens: tokens,
          seed: fc.nat(2 ** 31 - 1),
        },
        { requiredKeys: [] },
      ),
      thinking: fc.oneof(
        fc.record({ kind: fc.constantFrom('free', 'skip') }),
        fc.record({ kind: fc.constantFrom('budget', 'atLeast'), tokens }),
      ),
      answer: fc.oneof(
        fc.record({ kind: fc.constant('schema'), schema: text }),
        fc.record({ kind: fc.constant('choices'), choices: fc.array(text, { maxLength: 4 }) }),
      ),
    },
    { requiredKeys: ['name', 'question'] },
  )
  .map((value) => readPreset(value))
  .filter((read) => read.kind === 'read')
  .map(({ content }) => content)
