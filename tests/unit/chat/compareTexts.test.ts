import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { compareTexts } from '../../../src/chat/compareTexts.ts'

test('two texts differ by their words', () => {
  expect(compareTexts('17 + 25 = 42. Good.', '17 + 25 = 41. Good.')).toEqual([
    { kind: 'same', text: '17 + 25 = ' },
    { kind: 'one', text: '42' },
    { kind: 'other', text: '41' },
    { kind: 'same', text: '. Good.' },
  ])
})

test('each side is the whole of its text, whatever the texts are', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 })
  fc.assert(
    fc.property(text, text, (one, other) => {
      const stretches = compareTexts(one, other)
      const side = (kind: 'one' | 'other'): string =>
        stretches
          .flatMap((part) => (part.kind === 'same' || part.kind === kind ? [part.text] : []))
          .join('')
      expect([side('one'), side('other')]).toEqual([one, other])
    }),
  )
})
