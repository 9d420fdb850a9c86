import fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Entry } from '../../../src/search/entry.ts'
import { foldText, termsOf } from '../../../src/search/foldText.ts'
import { cutSnippet, pickFound } from '../../../src/search/hit.ts'
import { createSearchIndex, type SearchIndex } from '../../../src/search/searchIndex.ts'

const day = 86_400_000
const now = 1000 * day

const entry = (text: string, change: Partial<Entry> = {}): Entry => ({
  chatId: 'chat',
  message: 'm1',
  kind: 'answer',
  text,
  at: now,
  ...change,
})

function indexOf(...texts: readonly (string | Entry)[]): SearchIndex {
  const index = createSearchIndex()
  for (const [at, text] of texts.entries())
    index.put(String(at), [typeof text === 'string' ? entry(text) : text])
  return index
}

const textsOf = (index: SearchIndex, query: string): string[] =>
  index.search(query, now).map((found) => found.entry.text)

test.each([
  ['a word', 'The cube of seven', 'seven'],
  ['the beginning of a word', 'The cube of seven', 'sev'],
  ['the middle of a word', 'The cube of seven', 'eve'],
  ['capitals as small letters', 'The Cube of Seven', 'cUBE'],
  ['all words in any order', 'The cube of seven', 'seven cube'],
  ['code', 'call foo.bar(baz)[0] now', 'bar(ba'],
  ['symbols alone', 'if (a === b) return', '==='],
  ['Chinese within a sentence', '前三个奇数的和是九。', '奇数'],
  ['one Chinese sign', '前三个奇数的和是九。', '和'],
  ['Chinese beside letters', '求x的值', 'x的'],
  ['a piece of a long key', `key ${'0123456789abcdef'.repeat(20)} end`, 'cdef0123456789abcdef01'],
  ['a sign of two code units', 'So 🦢 it is', '🦢'],
])('%s is found', (_, text, query) => {
  expect(textsOf(indexOf(text, 'something else'), query)).toEqual([text])
})

test('nothing is found by nothing, nor by a word that is missing', () => {
  const index = indexOf('The cube of seven')
  expect(textsOf(index, '  ')).toEqual([])
  expect(textsOf(index, 'cube eight')).toEqual([])
})

test('titles come before questions, answers and thoughts, and newer ones before older', () => {
  const index = indexOf(
    entry('cube thought', { kind: 'thought' }),
    entry('cube old answer', { at: now - 400 * day }),
    entry('cube answer'),
    entry('cube title', { kind: 'title', at: now - 400 * day }),
    entry('cube question', { kind: 'question' }),
  )
  expect(textsOf(index, 'cube')).toEqual([
    'cube title',
    'cube question',
    'cube answer',
    'cube old answer',
    'cube thought',
  ])
})

test('among answers, the whole phrase comes first', () => {
  const index = indexOf('seven and a cube', 'a cube seven')
  expect(textsOf(index, 'cube seven')[0]).toBe('a cube seven')
})

test('a record that is put again replaces what it had, and one without entries is gone', () => {
  const index = indexOf('before')
  index.put('0', [entry('after')])
  expect(textsOf(index, 'before')).toEqual([])
  expect(textsOf(index, 'after')).toEqual(['after'])
  index.put('0', [])
  expect(textsOf(index, 'after')).toEqual([])
})

test('a record that is put thousands of times is found once', () => {
  const index = indexOf('stays')
  for (let at = 0; at < 3_000; at += 1) index.put('grows', [entry(`grows ${at}`)])
  expect(textsOf(index, 'grows')).toEqual(['grows 2999'])
  expect(textsOf(index, 'stays')).toEqual(['stays'])
})

/** Few letters, so that queries and texts meet; spaces, capitals, code, Chinese and odd signs. */
const signs = fc.constantFrom(...Array.from('aAbBcİΣσς_1 \n.=(é数奇和🦢'), '\u0301', '\uD83E')
const text = fc.string({ unit: signs, maxLength: 150 })
const query = fc.string({ unit: signs, minLength: 1, maxLength: 6 })

test('what is found is what a scan of all texts finds', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), query, (texts, asked) => {
      const terms = termsOf(asked)
      const naive = texts.filter(
        (one) => terms.length > 0 && terms.every((term) => foldText(one).includes(term)),
      )
      expect(textsOf(indexOf(...texts), asked).toSorted()).toEqual(naive.toSorted())
    }),
    { numRuns: 2_000 },
  )
})

test('a piece of any text finds it, however long its runs', () => {
  const longRun = fc.string({
    unit: fc.constantFrom('a', 'b', '-', '='),
    minLength: 1,
    maxLength: 300,
  })
  fc.assert(
    fc.property(longRun, fc.nat(), fc.nat(), (one, from, length) => {
      const start = from % one.length
      const piece = one.slice(start, start + 1 + (length % one.length))
      expect(textsOf(indexOf(one), piece)).toEqual([one])
    }),
  )
})

test('after any puts and deletes, the same is found as in a new index', () => {
  const steps = fc.array(fc.tuple(fc.constantFrom('1', '2', '3'), fc.option(text)), {
    maxLength: 20,
  })
  fc.assert(
    fc.property(steps, query, (done, asked) => {
      const index = createSearchIndex()
      for (const [record, one] of done) index.put(record, one === null ? [] : [entry(one)])
      const left = [...new Map(done).values()].flatMap((one) => one ?? [])
      expect(textsOf(index, asked).toSorted()).toEqual(textsOf(indexOf(...left), asked).toSorted())
    }),
  )
})

test('a folded text is as long as the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (one) => {
      expect(foldText(one)).toHaveLength(one.length)
    }),
  )
})

test('a snippet marks each match in the text as it was written', () => {
  const [found] = indexOf(`${'Long before. '.repeat(20)}The Cube\nof seven: cube.`).search(
    'cube',
    now,
  )
  const pieces = found === undefined ? [] : cutSnippet(found, ['cube'])
  expect(pieces.filter(({ isMatch }) => isMatch).map((piece) => piece.text)).toEqual([
    'Cube',
    'cube',
  ])
  const all = pieces.map((piece) => piece.text).join('')
  expect(all).toMatch(/^…/)
  expect(all).toContain('The Cube of seven')
})

test('snippets of any texts hold a match and never run on', () => {
  fc.assert(
    fc.property(text, query, (one, asked) => {
      for (const found of indexOf(one).search(asked, now)) {
        const pieces = cutSnippet(found, termsOf(asked))
        expect(pieces.some(({ isMatch }) => isMatch)).toBe(true)
        expect(pieces.map((piece) => piece.text).join('').length).toBeLessThan(200)
      }
    }),
  )
})

test('one chat with many places does not hide the others', () => {
  const many = Array.from({ length: 50 }, (_, at) => entry(`cube ${at}`, { message: `m${at}` }))
  const index = indexOf(...many, entry('cube', { chatId: 'other', kind: 'thought' }))
  const picked = pickFound(index.search('cube', now))
  expect(picked.map((found) => found.entry.chatId)).toEqual(['chat', 'chat', 'chat', 'other'])
})
