import fc from 'fast-check'
import { expect, test } from 'vitest'

import { lexMarkdown } from '../../../src/markdown/lexMarkdown.ts'
import { createBlockSplitter, noBlocks, splitBlocks } from '../../../src/markdown/splitBlocks.ts'

const block = fc.constantFrom(
  'A paragraph of words.\n\n',
  '# Heading\n\n',
  '- one\n- two\n\n',
  '```js\nconst a = 1\n\nconst b = 2\n```\n\n',
  '| a | b |\n|---|---|\n| 1 | 2 |\n\n',
  'Then \\[x^2\\] follows.\n\n',
  '> quoted\n\n',
  '\\[\na\n\n- b\n\n+ c\n\n* d\n\\]\n\n',
  'So:\n$$\nx\n\n# y\n\n1. z\n$$\n\n',
  '\\begin{cases}\n1\n\n- 2\n\n> 3\n\\end{cases}\n\n',
)

const typesOf = (text: string): readonly string[] =>
  lexMarkdown(text)
    .map(({ type }) => type)
    .filter((type) => type !== 'space')

test('a text cut while it grew has the blocks that it has as a whole', () => {
  fc.assert(
    fc.property(
      fc.array(block, { maxLength: 12 }),
      fc.integer({ min: 1, max: 17 }),
      (blocks, step) => {
        const text = blocks.join('')
        const split = createBlockSplitter()
        for (let end = step; end < text.length; end += step) split(text.slice(0, end))
        const { finished, from } = split(text)
        expect([...finished.flatMap(typesOf), ...typesOf(text.slice(from))]).toEqual(typesOf(text))
      },
    ),
    { numRuns: 300 },
  )
})

test('what is finished keeps its identity while more comes', () => {
  const paragraphs = Array.from({ length: 8 }, (_, index) => `Paragraph ${index}.\n\n`)
  const early = splitBlocks(paragraphs.join(''), noBlocks)
  const late = splitBlocks(`${paragraphs.join('')}More\n\nand more\n\n`, early)
  expect(early.finished.length).toBeGreaterThan(3)
  expect(late.finished.slice(0, early.finished.length)).toEqual(early.finished)
  expect(late.from).toBeGreaterThan(early.from)
})

test('a text that does not go on from the last one is cut anew', () => {
  const split = createBlockSplitter()
  split('One.\n\nTwo.\n\nThree.\n\nFour.\n\n')
  const { finished, from } = split('Other')
  expect(finished).toEqual([])
  expect(from).toBe(0)
})
