import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Part } from '../../../../src/chat/message.ts'
import { createPartsCutter } from '../../../../src/chat/replay/cutParts.ts'
import { evenTiming } from '../../../../src/chat/replay/evenTiming.ts'
import { createReplayTrack } from '../../../../src/chat/replay/replayTrack.ts'
import type { TurnTiming } from '../../../../src/chat/replay/turnTiming.ts'
import { noFigures } from '../../../../src/stats/turnFigures.ts'
import { part } from '../../../fakes/conversations.ts'

const parts = [part('reasoning', 'Two and two.\n'), part('answer', '\n\n4')]
/** A thought of two tokens, its closing tag, and an answer of one. */
const timing: TurnTiming = [{ given: 0, characters: [7, 6, 0, 3], ms: [100, 50, 50, 50] }]

const textOf = (shown: readonly Part[]): string => shown.map(({ text }) => text).join('|')

test('a reply is played in its phases, at its times', () => {
  const track = createReplayTrack(parts, timing)
  const cut = createPartsCutter(parts)
  const played = [0, 99, 100, 149, 150, 249, 250].map((ms) => {
    const { phase, characters, thoughtTokens, thoughtMs } = track.at(ms)
    return [phase, textOf(cut(characters)), thoughtTokens, thoughtMs]
  })
  expect(track.durationMs).toBe(250)
  expect(played).toEqual([
    ['reading the prompt', '', 0, 0],
    ['reading the prompt', '', 0, 0],
    ['thinking', 'Two and', 1, 0],
    ['thinking', 'Two and', 1, 49],
    ['thinking', 'Two and two.\n', 2, 50],
    ['answering', 'Two and two.\n', 2, 50],
    ['ended', 'Two and two.\n|\n\n4', 2, 50],
  ])
})

test('between two segments the prompt is read again, and what stands stays', () => {
  const track = createReplayTrack(parts, [
    { given: 0, characters: [7], ms: [10] },
    { given: 8, characters: [1], ms: [30] },
  ])
  expect(track.at(10)).toMatchObject({ phase: 'reading the prompt', characters: 15 })
  expect(track.at(40)).toMatchObject({ phase: 'ended', characters: 16 })
})

test('marks come when the text has reached them', () => {
  const marked: readonly Part[] = [
    { kind: 'reasoning', text: 'Two a\n', marks: [{ kind: 'answer now', at: 5 }] },
    { kind: 'answer', text: '\n\n4', marks: [{ kind: 'stopped', at: 3 }] },
  ]
  const cut = createPartsCutter(marked)
  const kinds = (characters: number): readonly string[] =>
    cut(characters).flatMap(({ marks }) => marks.map(({ kind }) => kind))
  expect([4, 5, 8, 9].map(kinds)).toEqual([
    [],
    ['answer now'],
    ['answer now'],
    ['answer now', 'stopped'],
  ])
})

test('a text that is longer than its times ends with them, and a shorter one is never run past', () => {
  const long = createReplayTrack([part('reasoning', 'x'.repeat(50))], timing)
  expect(long.at(long.durationMs).characters).toBe(50)
  const short = createReplayTrack([part('reasoning', 'x')], timing)
  expect(short.at(120).characters).toBe(1)
})

test('nothing to play is over at once', () => {
  const track = createReplayTrack([], [])
  expect(track.at(0)).toMatchObject({ phase: 'ended', characters: 0 })
})

test('without times a reply plays evenly at its measured speed, after its measured wait', () => {
  const figures = {
    ...noFigures,
    firstTokenMs: 300,
    reasoningTokens: 4,
    answerTokens: 2,
    decodedTokens: 5,
    decodeMs: 100,
  }
  expect(evenTiming(parts, figures)).toEqual([
    { given: 0, characters: [3, 4, 3, 3, 2, 1], ms: [320, 20, 20, 20, 20, 20] },
  ])
})

test('without any figures it plays evenly at 80 characters a second', () => {
  const track = createReplayTrack(
    [part('answer', 'x'.repeat(160))],
    evenTiming([part('answer', 'x'.repeat(160))], null),
  )
  expect(track.durationMs).toBe(2000)
  expect(track.at(1000).characters).toBe(80)
})

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('👩🏽‍🔬👨‍👩‍👧‍👦', '🇨🇭🇫🇷', 'é\u0301', 'a\r\nb', '你好，世界', '\uD83D', 'नमस्ते'),
)
const anyParts = fc
  .tuple(anyText, anyText)
  .map(([thought, answer]) => [part('reasoning', thought), part('answer', answer)])

test('at every position it is a beginning of the stored text, at the end all of it', () => {
  fc.assert(
    fc.property(anyParts, (stored) => {
      const track = createReplayTrack(stored, evenTiming(stored, null))
      const cut = createPartsCutter(stored)
      const whole = stored.map(({ text }) => text).join('')
      const shown = Array.from({ length: 40 }, (_, at) =>
        cut(track.at((track.durationMs * at) / 40).characters)
          .map(({ text }) => text)
          .join(''),
      )
      expect(shown.filter((text) => !whole.startsWith(text))).toEqual([])
      expect(shown.toSorted((one, other) => one.length - other.length)).toEqual(shown)
      expect(cut(track.at(track.durationMs).characters)).toEqual(stored)
    }),
  )
})

test('no character as a person sees it is ever cut', () => {
  const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  fc.assert(
    fc.property(anyParts, (stored) => {
      const cut = createPartsCutter(stored)
      const wholes = stored.map(({ text }) => {
        const ends = Array.from(
          characters.segment(text),
          ({ index, segment }) => index + segment.length,
        )
        return new Set([0, ...ends])
      })
      const length = stored.reduce((sum, { text }) => sum + text.length, 0)
      for (let at = 0; at <= length; at += 1)
        for (const [index, { text }] of cut(at).entries())
          expect(wholes[index]?.has(text.length)).toBe(true)
    }),
  )
})
