import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { describeFigures, detailFigures, formatRate } from '../../../src/stats/formatFigures.ts'
import type { TurnFigures } from '../../../src/stats/turnFigures.ts'
import { createTurnMeter } from '../../../src/stats/turnMeter.ts'

const meterOf = (): ReturnType<typeof createTurnMeter> => {
  const meter = createTurnMeter(null)
  meter.startPrompt(12)
  meter.add('reasoning', [500, 520])
  meter.add('reasoning', [540])
  meter.add('answer', [900, 920])
  meter.endSegment({ promptTokens: 12, prefillMs: 450 })
  return meter
}

test('tokens, spans and pauses of a reply add up', () => {
  expect(meterOf().read()).toEqual({
    promptTokens: 12,
    reasoningTokens: 3,
    answerTokens: 2,
    firstTokenMs: 500,
    prefillTokens: 12,
    prefillMs: 450,
    reasoningMs: 40,
    answerMs: 380,
    decodeMs: 420,
    decodedTokens: 4,
    stalls: 1,
  })
})

test('a continued reply counts on, and the pause between is nobody’s time', () => {
  const meter = createTurnMeter(meterOf().read())
  meter.startPrompt(20)
  meter.add('answer', [300, 320])
  meter.endSegment({ promptTokens: 20, prefillMs: 50 })
  expect(meter.read()).toMatchObject({
    promptTokens: 12,
    answerTokens: 4,
    firstTokenMs: 500,
    prefillTokens: 32,
    prefillMs: 500,
    decodeMs: 440,
    decodedTokens: 5,
  })
})

test('the prefill speed of a continued reply is that of all its prompts together', () => {
  const meter = createTurnMeter(meterOf().read())
  meter.startPrompt(88)
  meter.add('answer', [50])
  meter.endSegment({ promptTokens: 88, prefillMs: 50 })
  expect(new Map(detailFigures(meter.read())).get('Prefill')).toBe(
    '100 tokens in 0.5 s, 200 tokens/s',
  )
})

test('a segment that broke off after its first token was read is measured by that token', () => {
  const meter = createTurnMeter(null)
  meter.startPrompt(12)
  meter.add('reasoning', [500, 520])
  expect(meter.read()).toMatchObject({ promptTokens: 12, prefillTokens: 12, prefillMs: 500 })
})

test('a prompt whose reading was stopped counts neither tokens nor time', () => {
  const meter = createTurnMeter(meterOf().read())
  meter.startPrompt(5000)
  meter.endSegment({ promptTokens: 5000, prefillMs: 0 })
  expect(meter.read()).toEqual(meterOf().read())
})

test('whatever segments a reply has, its prefill and decode are their sums', () => {
  const segment = fc.record({
    promptTokens: fc.integer({ min: 1, max: 1000 }),
    prefillMs: fc.integer({ min: 1, max: 1000 }),
    gaps: fc.array(fc.nat(1000), { maxLength: 6 }),
    end: fc.constantFrom('told', 'broken off'),
  })
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 5 }), (segments) => {
      let figures: TurnFigures | null = null
      for (const { promptTokens, prefillMs, gaps, end } of segments) {
        const meter = createTurnMeter(figures)
        meter.startPrompt(promptTokens)
        let at = prefillMs
        meter.add('reasoning', [at])
        for (const gap of gaps) meter.add('answer', [(at += gap)])
        if (end === 'told') meter.endSegment({ promptTokens, prefillMs })
        figures = meter.read()
      }
      const sum = (of: (one: (typeof segments)[number]) => number): number =>
        segments.reduce((total, one) => total + of(one), 0)
      expect(figures).toMatchObject({
        promptTokens: segments[0]?.promptTokens,
        firstTokenMs: segments[0]?.prefillMs,
        prefillTokens: sum(({ promptTokens }) => promptTokens),
        prefillMs: sum(({ prefillMs }) => prefillMs),
        decodedTokens: sum(({ gaps }) => gaps.length),
        decodeMs: sum(({ gaps }) => gaps.reduce((total, gap) => total + gap, 0)),
      })
    }),
  )
})

test('the line under an answer says what was measured', () => {
  expect(describeFigures(meterOf().read())).toEqual([
    '0.5 s to first token',
    '9.5 tokens/s',
    'thought 3 tokens, 0.0 s',
    'answer 2 tokens, 0.4 s',
  ])
  const stopped = { ...meterOf().read(), answerTokens: 0, answerMs: 0 }
  expect(describeFigures(stopped)).toEqual([
    '0.5 s to first token',
    '9.5 tokens/s',
    'thought 3 tokens, 0.0 s',
  ])
  expect(new Map(detailFigures(meterOf().read())).get('Pauses over 0.25 s')).toBe('1')
})

test('a speed that was not measured is a dash', () => {
  expect(formatRate(0, 10)).toBe('–')
  expect(formatRate(10, 0)).toBe('–')
  expect(formatRate(130, 1000)).toBe('130 tokens/s')
})
