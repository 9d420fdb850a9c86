import fc from 'fast-check'
import { expect, test } from 'vitest'

import { lexMarkdown } from '../../../src/markdown/lexMarkdown.ts'

const typesOf = (text: string): readonly string[] =>
  lexMarkdown(text)
    .map(({ type }) => type)
    .filter((type) => type !== 'space')

/** Every formula in a text, however deep it stands. */
function formulasOf(text: string): readonly string[] {
  const found: string[] = []
  JSON.stringify(lexMarkdown(text), (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'type' in value && value.type === 'math')
      found.push((value as unknown as { formula: string }).formula)
    return value
  })
  return found
}

test('formulas are read in each of the ways R1 writes them', () => {
  expect(formulasOf('Then \\(x^2\\), \\[a_b\\], $$\\frac12$$ and \\boxed{42}.')).toEqual([
    'x^2',
    'a_b',
    '\\frac12',
    '\\boxed{42}',
  ])
  expect(formulasOf('**\\(a*b*c\\)** and a box in a box: \\boxed{\\text{yes}}')).toEqual([
    'a*b*c',
    '\\boxed{\\text{yes}}',
  ])
})

test.each([
  ['brackets', '\\[\nx = 1\n- y\n= z\n\\]', '\nx = 1\n- y\n= z\n'],
  ['dollars', '$$\na\n\n+ b\n# c\n$$', '\na\n\n+ b\n# c\n'],
  ['an environment', '\\begin{align*}\na &= 1 \\\\\n- b &= 2\n\\end{align*}', ''],
])(
  'a formula over several lines in %s is one block, whatever its lines begin with',
  (_, text, inner) => {
    const formula = inner === '' ? text : inner
    expect(formulasOf(text)).toEqual([formula])
    expect(typesOf(`So:\n${text}\nand on.`)).toEqual(['paragraph', 'math', 'paragraph'])
    expect(formulasOf(`1. First:\n   ${text.replaceAll('\n', '\n   ')}\n2. Second`)).toEqual([
      formula,
    ])
  },
)

test('the full stop after a formula on its own lines stays with it', () => {
  expect(formulasOf('\\[\nx\n- y\n\\].\n\nThen')).toEqual(['\nx\n- y\n.'])
})

test('what is never closed, or is no mathematics, is text', () => {
  expect(formulasOf('\\[\nx\n\nNext paragraph.')).toEqual([])
  expect(formulasOf('\\begin{itemize}\n\\item x\n\\end{itemize}')).toEqual([])
  expect(typesOf('Costs\n$$ and more')).toEqual(['paragraph'])
})

test('thousands of formulas that are never closed are text', () => {
  expect(formulasOf('\n\\['.repeat(4000))).toEqual([])
  expect(formulasOf('\\begin{align}'.repeat(5000))).toEqual([])
})

test('prices, code and half a formula are not formulas', () => {
  expect(formulasOf('$5 and $6, `\\(x\\)`, \\(never closed')).toEqual([])
  expect(formulasOf('```\n\\[x\\]\n```')).toEqual([])
})

test('headings, lists, tables and fences are blocks of their own', () => {
  expect(typesOf('# A\n\n- b\n\n|c|\n|-|\n|d|\n\n```js\ne\n```')).toEqual([
    'heading',
    'list',
    'table',
    'code',
  ])
})

test.each([
  ['quotes', '> '.repeat(5000)],
  ['brackets', '['.repeat(50_000)],
  ['lists', '- '.repeat(5000)],
  ['stars', '*'.repeat(20_000)],
])('thousands of nested %s are plain text, not a full stack', (_, text) => {
  expect(typesOf(text)).toEqual(['paragraph'])
})

test.each([
  ['pictures that are never closed', '![ '.repeat(13_000)],
  ['tags that are never closed', '<a '.repeat(13_000)],
  ['escapes', "{\\'".repeat(13_000)],
  ['addresses in links', `${'}**a<x y="'.repeat(600)}${'](x)['.repeat(600)}`],
  ['half tables', '](x)'.concat('|-|-|\n(=\n'.repeat(900))],
  ['lines of one item', '- [ ] '.concat(')=\n'.repeat(13_000))],
  ['fewer lines of one item', '- [ ] '.concat(')=\n'.repeat(6500))],
  ['lines of one item in a quote', '> 1. x\n'.concat('> aa\n'.repeat(5000))],
  ['dollars', '$$'.repeat(20_000)],
  ['paragraphs of such', '![ ! [ <a '.repeat(300).concat('\n\n').repeat(60)],
])('%s, each of which costs a look at all the rest, are text', (_, text) => {
  expect(lexMarkdown(text)).toEqual([expect.objectContaining({ type: 'paragraph', raw: text })])
})

test('long code, a long table and a long list are what they are, however many marks are in them', () => {
  const code = 'some_long_name = other_name[some_index] * 2 # <a> & `b`\n'.repeat(800)
  expect(typesOf(`Look:\n\n\`\`\`python\n${code}\`\`\`\n\nDone.`)).toEqual([
    'paragraph',
    'code',
    'paragraph',
  ])
  // Not finished yet, and with a fence inside a fence.
  expect(typesOf(`~~~~\n~~~\n${code}`)).toEqual(['code'])
  expect(typesOf(`| a | b |\n|---|---|\n${'| *one* | `two` |\n'.repeat(250)}`)).toEqual(['table'])
  expect(
    typesOf(
      `1. Like this:\n${'   a line of the item as people write them, of some length\n'.repeat(200)}`,
    ),
  ).toEqual(['list'])
  expect(typesOf('- **First:** a [link](https://example.com) and `code`.\n'.repeat(120))).toEqual([
    'list',
  ])
})

test('what only looks like the end of a fence hides no marks', () => {
  const marks = '![ '.repeat(13_000)
  for (const text of [`\`\`\`\n\`\`\`x\n\`\`\`\n${marks}`, `\`\`\`\n~~~\n\`\`\`\n${marks}`])
    expect(typesOf(text)).toEqual(['paragraph'])
})

test('any text at all can be read', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'*_`[]()\\{}$|>-#\n 1a<&~'.split('')) }),
      (text) => {
        expect(Array.isArray(lexMarkdown(text))).toBe(true)
      },
    ),
    { numRuns: 500 },
  )
})
