import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { isFork, type LensPart, type LensToken } from '../../../src/reasoning/lens/lens.ts'
import { createLensBlocks, entropyLine, piecesOf } from '../../../src/reasoning/lens/lensBlocks.ts'
import { packLens, unpackLens } from '../../../src/reasoning/lens/lensCodec.ts'
import { formatChance, showToken } from '../../../src/reasoning/lens/lensWords.ts'
import { createTokenReader, type TokenDrawn } from '../../../src/reasoning/lens/readTokens.ts'
import { createReasoningParser } from '../../../src/reasoning/reasoningParser.ts'

const drawnAs = (text: string, id: number): TokenDrawn => ({
  id,
  length: text.length,
  chance: 0.5,
  entropy: 1,
  likeliest: [{ id, text, chance: 0.5 }],
})

/** Pieces of text as a model may write them: half characters add nothing, the last of them all of it. */
const texts = fc.array(
  fc.constantFrom(
    'a',
    ' b',
    '\n',
    '',
    '',
    '汉',
    '😀',
    '<',
    '</',
    'think',
    '>',
    '</think>',
    'x</th',
    '.\n',
  ),
  { maxLength: 60 },
)

/** Reads tokens in batches of the given sizes, as the engine sends them. */
function readAll(
  tokens: readonly string[],
  sizes: readonly number[],
): {
  readonly parts: readonly { readonly kind: string; readonly text: string }[]
  readonly lens: readonly LensPart[]
} {
  const parser = createReasoningParser('reasoning')
  const reader = createTokenReader([], [], 0, 'reasoning')
  const parts = [{ kind: 'reasoning' as 'reasoning' | 'answer', text: '' }]
  const take = (pieces: ReturnType<typeof parser.push>): void => {
    reader.take(pieces)
    for (const { kind, text } of pieces) {
      const last = parts.at(-1)
      if (last?.kind === kind) last.text += text
      else parts.push({ kind, text })
    }
  }
  let at = 0
  for (let turn = 0; at < tokens.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1
    const batch = tokens.slice(at, at + size)
    reader.push(
      batch.join(''),
      batch.map((text, index) => drawnAs(text, at + index)),
    )
    take(parser.push(batch.join('')))
    at += size
  }
  take(parser.flush())
  return { parts, lens: reader.read() }
}

test('a token has exactly the characters that it wrote, however the reply is cut', () => {
  fc.assert(
    fc.property(
      texts,
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      (tokens, sizes) => {
        const { parts, lens } = readAll(tokens, sizes)
        expect(lens.map(({ kind }) => kind)).toEqual(parts.map(({ kind }) => kind))
        expect(lens).toEqual(readAll(tokens, [1]).lens)
        for (const [index, { tokens: found }] of lens.entries()) {
          let end = 0
          for (const { at, length, ids } of found) {
            expect(at).toBeGreaterThanOrEqual(end)
            end = at + length
            const text = parts[index]?.text.slice(at, end) ?? ''
            // Inside a part it is the token's own text, or what a tag left of it.
            expect(ids.map((id) => tokens[id]).join('')).toContain(text)
          }
          expect(end).toBeLessThanOrEqual(parts[index]?.text.length ?? 0)
        }
      },
    ),
  )
})

test('where no tag is written every character is a token’s', () => {
  const words = fc.array(fc.constantFrom('a', ' b', '\n', '', '汉', '😀', '.\n'), { maxLength: 40 })
  fc.assert(
    fc.property(words, (tokens) => {
      const { parts, lens } = readAll(tokens, [3])
      const sum = lens[0]?.tokens.reduce((length, token) => length + token.length, 0)
      expect(sum).toBe(parts[0]?.text.length)
    }),
  )
})

test('tokens that spell one character are one, as likely as all of them together', () => {
  const { lens } = readAll(['a', '', '', '😀', 'b'], [2])
  expect(lens[0]?.tokens).toMatchObject([
    { at: 0, length: 1, ids: [0] },
    { at: 1, length: 2, ids: [1, 2, 3], chance: 0.125 },
    { at: 3, length: 1, ids: [4] },
  ])
})

test('the token that closes a thought stands at its end, without a character', () => {
  const { lens } = readAll(['So', ' 4', '</think>', '\n\n', '4'], [1])
  expect(lens[0]?.tokens.at(-1)).toMatchObject({ at: 4, length: 0, ids: [2] })
  expect(lens[1]?.tokens).toMatchObject([
    { at: 0, ids: [3] },
    { at: 2, ids: [4] },
  ])
})

test('words that a person or the app wrote have no tokens, and those before them keep theirs', () => {
  const { lens } = readAll(['One', ' two'], [1])
  const parts = [{ kind: 'reasoning' as const, text: 'One two\nWait,' }]
  const reader = createTokenReader(lens, parts, 0, 'reasoning')
  reader.push(' no', [drawnAs(' no', 9)])
  reader.take([{ kind: 'reasoning', text: ' no' }])
  expect(reader.read()[0]?.tokens.map(({ at, ids }) => [at, ids])).toEqual([
    [0, [0]],
    [3, [1]],
    [13, [9]],
  ])
})

test('tokens of text that was cut off are forgotten', () => {
  const { lens } = readAll(['One', ' two', ' three'], [1])
  const reader = createTokenReader(lens, [{ kind: 'reasoning', text: 'One tw' }], 0, 'reasoning')
  expect(reader.read()[0]?.count).toBe(1)
})

const tokenArbitrary = fc.record({
  gap: fc.nat(300),
  length: fc.nat(40),
  ids: fc.array(fc.nat(200_000), { minLength: 1, maxLength: 3 }),
  chance: fc.double({ min: 0, max: 1, noNaN: true }),
  entropy: fc.double({ min: 0, max: 18, noNaN: true }),
  likeliest: fc.array(
    fc.record({
      id: fc.nat(200_000),
      text: fc.string({ unit: 'binary', maxLength: 6 }),
      chance: fc.double({ min: 0, max: 0.2, noNaN: true }),
    }),
    { maxLength: 5 },
  ),
})
const partArbitrary = fc
  .record({
    kind: fc.constantFrom('reasoning' as const, 'answer' as const),
    tokens: fc.array(tokenArbitrary),
  })
  .map(({ kind, tokens }): LensPart => {
    let end = 0
    const placed = tokens.map(({ gap, ...token }) => {
      const at = end + gap
      end = at + token.length
      return { ...token, at }
    })
    return { kind, tokens: placed, count: placed.length }
  })

test('what is packed comes back: places exactly, probabilities to four digits and never larger', () => {
  fc.assert(
    fc.property(fc.array(partArbitrary, { maxLength: 3 }), (lens) => {
      const back = unpackLens(packLens(lens))
      expect(back?.map(({ kind, count }) => [kind, count])).toEqual(
        lens.map(({ kind, count }) => [kind, count]),
      )
      for (const [index, part] of lens.entries())
        for (const [place, token] of part.tokens.entries()) {
          const found = back?.[index]?.tokens[place]
          expect(found).toMatchObject({ at: token.at, length: token.length, ids: token.ids })
          expect(found?.chance).toBeCloseTo(token.chance, 4)
          expect(found?.entropy).toBeCloseTo(token.entropy, 3)
          expect(found?.likeliest.map(({ id, text }) => [id, text])).toEqual(
            token.likeliest.map(({ id, text }) => [id, text]),
          )
          const sum = found?.likeliest.reduce((all, { chance }) => all + chance, 0) ?? 0
          expect(sum).toBeLessThanOrEqual(
            token.likeliest.reduce((all, { chance }) => all + chance, 0) + 1e-12,
          )
        }
    }),
  )
})

test('bytes that are none give no lens and no error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const lens = unpackLens({ words: [[1, 'a']], parts: [{ kind: 'answer', bytes }] })
      expect(lens === undefined || lens.length === 1).toBe(true)
    }),
  )
})

test('a fork is where the model was undecided, or did not take the likeliest', () => {
  const token = { at: 0, length: 1, ids: [1], chance: 0.9, entropy: 0.4 }
  const likeliest = [{ id: 1, text: 'a', chance: 0.9 }]
  expect(isFork({ ...token, likeliest })).toBe(false)
  expect(isFork({ ...token, likeliest, entropy: 1 })).toBe(true)
  expect(isFork({ ...token, likeliest, ids: [2], chance: 0.05 })).toBe(true)
  expect(isFork({ ...token, likeliest, ids: [2], chance: 0.9 })).toBe(false)
})

/** A thought of so many tokens, every tenth ending a line, every fiftieth a fork. */
function longThought(count: number): { readonly text: string; readonly tokens: LensToken[] } {
  let text = ''
  const tokens: LensToken[] = []
  for (let index = 0; index < count; index += 1) {
    const word = index % 10 === 9 ? '.\n' : ' word'
    const at = text.length
    text += word
    const entropy = index % 50 === 0 ? 2 : 0.1
    tokens.push({ at, length: word.length, ids: [index], chance: 1, entropy, likeliest: [] })
  }
  return { text, tokens }
}

test('blocks hold the whole text, and only the last changes while it grows', () => {
  const { text, tokens } = longThought(2000)
  const cut = createLensBlocks()
  const part = (count: number): LensPart => ({ kind: 'reasoning', tokens, count })
  const end = (count: number): number => tokens[count]?.at ?? text.length
  const early = cut(text.slice(0, end(1000)), part(1000))
  const late = cut(text, part(2000))
  expect(late.blocks.map((block) => block.text).join('')).toBe(text)
  expect(late.forks).toEqual(Array.from({ length: 40 }, (_, index) => index * 50))
  for (const [index, block] of early.blocks.slice(0, -1).entries())
    expect(late.blocks[index]).toBe(block)
  expect(late.blocks.slice(0, -1).every((block) => block.text.endsWith('\n'))).toBe(true)
  for (const { line, at } of late.blocks)
    expect(line).toBe(text.slice(0, at).split('\n').length - 1)
})

test('the pieces of a block are its text, with and without tokens', () => {
  const token = (at: number, length: number): LensToken => ({
    at,
    length,
    ids: [1],
    chance: 1,
    entropy: 0,
    likeliest: [],
  })
  fc.assert(
    fc.property(fc.string(), fc.array(fc.tuple(fc.nat(5), fc.nat(5))), (text, spans) => {
      let end = 0
      const tokens = spans.map(([gap, length]) => {
        const at = end + gap
        end = at + length
        return token(at, length)
      })
      const { blocks } = createLensBlocks()(text, { kind: 'answer', tokens, count: tokens.length })
      const pieces = blocks.flatMap(piecesOf)
      expect(pieces.map((piece) => piece.text).join('')).toBe(text)
    }),
  )
})

test('the entropy line keeps every peak', () => {
  const { tokens } = longThought(1000)
  const line = entropyLine({ kind: 'reasoning', tokens, count: 1000 }, 100)
  expect(line).toHaveLength(100)
  expect(line.filter((bits) => bits === 2)).toHaveLength(20)
})

test('a probability is never rounded to all or nothing', () => {
  expect([1, 0.9995, 0.5, 0.0123, 0.00001].map(formatChance)).toEqual([
    '100 %',
    '99.9 %',
    '50 %',
    '1.2 %',
    'under 0.1 %',
  ])
  expect(showToken(' a\n')).toBe('␣a↵')
})
