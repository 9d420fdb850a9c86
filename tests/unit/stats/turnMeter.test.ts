import { expect, test } from 'vitest'

import { describeFigures, detailFigures, formatRate } from '../../../src/stats/formatFigures.ts'
import { createTurnMeter } from '../../../src/stats/turnMeter.ts'

const meterOf = (): ReturnType<typeof createTurnMeter> => {
  const meter = createTurnMeter(null)
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
  meter.add('answer', [300, 320])
  meter.endSegment({ promptTokens: 20, prefillMs: 50 })
  expect(meter.read()).toMatchObject({
    promptTokens: 20,
    answerTokens: 4,
    firstTokenMs: 500,
    prefillMs: 500,
    decodeMs: 440,
    decodedTokens: 5,
  })
})

test('the line under an answer says what was measured', () => {
  expect(describeFigures(meterOf().read())).toEqual([
    '0.5 s to first token',
    '9.5 tokens/s',
    'thought 3 tokens, 0.0 s',
    'answer 2 tokens, 0.4 s',
  ])
  expect(new Map(detailFigures(meterOf().read())).get('Pauses over 0.25 s')).toBe('1')
})

test('a speed that was not measured is a dash', () => {
  expect(formatRate(0, 10)).toBe('–')
  expect(formatRate(10, 0)).toBe('–')
  expect(formatRate(130, 1000)).toBe('130 tokens/s')
})
