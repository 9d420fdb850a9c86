import fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  describeLiveThought,
  describeThought,
  formatClock,
  formatSpan,
} from '../../../src/reasoning/describeThought.ts'
import { createLineBlocks } from '../../../src/reasoning/lineBlocks.ts'
import { kindOfLine } from '../../../src/reasoning/lineKind.ts'

test('blocks of lines are the text again, and finished ones stay the same objects', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'line\n', '\n', 'bc\n'), { maxLength: 400 }),
      (steps) => {
        const cut = createLineBlocks()
        let text = ''
        let before: readonly string[] = []
        for (const step of steps) {
          text += step
          const blocks = cut(text)
          expect(blocks.join('\n')).toBe(text)
          expect(blocks.slice(0, before.length - 1)).toEqual(before.slice(0, -1))
          before = blocks
        }
      },
    ),
  )
})

test('a text that is another one is cut anew', () => {
  const cut = createLineBlocks()
  cut('a\n'.repeat(100))
  expect(cut('b').join('\n')).toBe('b')
})

test.each([
  ['No, that is one too many.', 'turn'],
  ['There is no remainder.', 'step'],
  ['17+25: 7+5=12 → 2', 'step'],
  ['Check by nines:', 'check'],
  ['6 ≠ 7. Wait, again:', 'turn'],
  ['Hmm, that is not it', 'turn'],
  ['等等，不对', 'turn'],
  ['让我检查一下', 'check'],
  ['So the answer is 42', 'close'],
  ['因此答案是 42', 'close'],
  ['Await the bus', 'step'],
])('the line %j is a %s', (line, kind) => {
  expect(kindOfLine(line)).toBe(kind)
})

test('time and tokens of a thought are said in words that fit their size', () => {
  expect(formatClock(3_400)).toBe('0:03')
  expect(formatClock(760_000)).toBe('12:40')
  expect(formatSpan(200)).toBe('1 s')
  expect(formatSpan(61_000)).toBe('1 min 1 s')
  expect(describeLiveThought(3_000, 41)).toBe('Thinking 0:03 · 41 tokens')
  expect(describeThought(3_000, 1)).toBe('Thought for 3 s · 1 token')
})
