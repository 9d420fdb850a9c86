import fc from 'fast-check'
import { expect, test } from 'vitest'

import { lexMarkdown } from '../../../src/markdown/lexMarkdown.ts'
import { blocksPerGroup, createBlockSplitter } from '../../../src/markdown/splitBlocks.ts'

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
      fc.array(block, { maxLength: 80 }),
      fc.integer({ min: 1, max: 17 }),
      (blocks, step) => {
        const text = blocks.join('')
        const split = createBlockSplitter()
        for (let end = step; end < text.length; end += step) split(text.slice(0, end))
        const { groups } = split(text)
        expect(groups.flat().flatMap(typesOf)).toEqual(typesOf(text))
        const sizes = groups.map(({ length }) => length)
        expect(sizes.slice(0, -1).every((size) => size === blocksPerGroup)).toBe(true)
      },
    ),
    { numRuns: 100 },
  )
})

const paragraphs = (count: number): string =>
  Array.from({ length: count }, (_, index) => `Paragraph ${index}.\n\n`).join('')

test('a whole group stays the same object while more comes', () => {
  const split = createBlockSplitter()
  const early = split(paragraphs(3 * blocksPerGroup))
  const late = split(paragraphs(6 * blocksPerGroup))
  expect(early.settled).toBeGreaterThan(2 * blocksPerGroup)
  expect(late.groups[0]).toBe(early.groups[0])
  expect(late.groups[1]).toBe(early.groups[1])
})

test('what is settled is behind: a token costs the lexing of the last blocks alone', () => {
  const split = createBlockSplitter()
  for (let count = 1; count <= 200; count += 1) {
    const { text, from, settled } = split(paragraphs(count))
    expect(text.length - from).toBeLessThan(60)
    expect(settled).toBeGreaterThanOrEqual(count - 2)
  }
})

test('a text that does not go on from the last one is cut anew', () => {
  const split = createBlockSplitter()
  split('One.\n\nTwo.\n\nThree.\n\nFour.\n\n')
  expect(split('Other')).toEqual({ text: 'Other', groups: [['Other']], settled: 0, from: 0 })
})
