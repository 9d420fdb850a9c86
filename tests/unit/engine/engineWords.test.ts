import { expect, test } from 'vitest'

import type { EngineState } from '../../../src/engine/engine.ts'
import {
  describeFailure,
  describeLibrary,
  describeState,
  describeSuggestion,
  describeTrust,
} from '../../../src/engine/engineWords.ts'
import { errorKinds } from './errorKinds.ts'

test.each(errorKinds)('%s says what happened in one line', (kind) => {
  const { title } = describeFailure({ kind, detail: 'It has 3 of 4.' })
  expect(title).toMatch(/^[A-Z][^.!]{10,70}$/)
  expect(title).not.toMatch(/error|webllm/i)
})

test.each(errorKinds)('%s says what to do, in whole sentences', (kind) => {
  const { advice } = describeFailure({ kind, detail: 'It has 3 of 4.' })
  expect(advice).toMatch(/\b(use|choose|close|load|loads|go|check|free|start)\b/i)
  expect(advice).toMatch(/^[A-Z].*\.$/)
})

test('no two failures have the same title', () => {
  const titles = errorKinds.map((kind) => describeFailure({ kind, detail: '' }).title)
  expect(new Set(titles).size).toBe(errorKinds.length)
})

test('what cannot be mended by loading again offers no retry', () => {
  const final = errorKinds.filter((kind) => !describeFailure({ kind, detail: '' }).canRetry)
  expect(final).toEqual([
    'no-f16',
    'buffer-too-small',
    'context',
    'library-mismatch',
    'blocked-host',
    'unusable-model',
    'unusable-format',
    'not-here',
  ])
})

test.each<readonly [EngineState, string]>([
  [{ status: 'idle' }, 'Not loaded'],
  [
    { status: 'downloading', model: 'm', bytes: 999, total: 1000, bytesPerSecond: 0 },
    'Fetching, 99 %',
  ],
  [{ status: 'downloading', model: 'm', bytes: 0, total: 0, bytesPerSecond: 0 }, 'Fetching, 0 %'],
  [{ status: 'compiling', model: 'm', fraction: 1 }, 'Preparing for this device, 100 %'],
  [
    { status: 'failed', error: { kind: 'hang', detail: '' } },
    describeFailure({ kind: 'hang', detail: '' }).title,
  ],
])('%j reads %s', (state, line) => {
  expect(describeState(state)).toBe(line)
})

test('what is not known of a model is said, and nothing where all is known', () => {
  expect(describeTrust({ trust: 'stated' })).toBeUndefined()
  expect(describeTrust({ trust: 'first-use' })).toMatch(/^Nobody states/)
  expect(describeLibrary({ contextTokens: 1, library: 'matches' })).toBeUndefined()
  expect(describeLibrary({ contextTokens: 1, library: 'unchecked' })).toMatch(/^Unchecked/)
})

test('a way on reads as its button', () => {
  const model = 'm'
  expect(describeSuggestion({ kind: 'less-context', model, contextTokens: 4096 })).toBe(
    'Load with 4,096 tokens of context',
  )
  expect(
    describeSuggestion({
      kind: 'other-model',
      model,
      name: 'R1 Distill Qwen 1.5B',
      contextTokens: 4096,
    }),
  ).toBe('Load R1 Distill Qwen 1.5B')
})
