import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { FromWorker } from '../../../src/engine/protocol.ts'
import { readFromWorker } from '../../../src/engine/readFromWorker.ts'
import { errorKinds } from './errorKinds.ts'

const error = { kind: 'hang', detail: '' } as const
const usage = { promptTokens: 1, completionTokens: 1, prefillMs: 0.5, decodeMs: 1 }

const messages: readonly FromWorker[] = [
  { type: 'load-progress', id: 1, phase: 'compiling', fraction: 0.5 },
  { type: 'request-done', id: 1 },
  { type: 'request-failed', id: 1, error },
  {
    type: 'turn-event',
    id: 1,
    event: {
      type: 'prefill-progress',
      done: 0,
      total: 2,
      shares: [
        { kind: 'system', tokens: 1 },
        { kind: 'history', turn: 0, tokens: 1 },
      ],
    },
  },
  { type: 'turn-event', id: 1, event: { type: 'tokens', text: 'a', ids: [1], at: [0.5] } },
  { type: 'turn-event', id: 1, event: { type: 'end', finish: 'stop', usage } },
  { type: 'turn-event', id: 1, event: { type: 'error', error } },
  {
    type: 'prompt-rendered',
    id: 1,
    prompt: { text: 'a', tokens: [{ id: 1, text: 'a', special: false }] },
  },
  { type: 'prompt-measured', id: 1, shares: [{ kind: 'kept thought', turn: 1, tokens: 3 }] },
  { type: 'tokens-counted', id: 1, counts: [1] },
  { type: 'device-lost', kind: 'device-lost', detail: 'reset' },
]

test.each(messages)('%j is read as it is', (message) => {
  expect(readFromWorker(structuredClone(message))).toEqual(message)
})

test.each(errorKinds)('a failure of the kind %s is read', (kind) => {
  const message: FromWorker = { type: 'request-failed', id: 1, error: { kind, detail: 'why' } }
  expect(readFromWorker(message)).toEqual(message)
})

/** Every way to leave out one field, at any depth. */
function* withoutOneField(value: unknown): Generator {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  for (const [key, field] of Object.entries(value)) {
    const { [key]: _, ...rest } = value as Record<string, unknown>
    yield rest
    for (const less of withoutOneField(field)) yield { ...value, [key]: less }
  }
}

test.each(messages)('%j is refused when any field is missing', (message) => {
  const broken = [...withoutOneField(message)]
  expect(broken.length).toBeGreaterThan(0)
  expect(broken.filter((data) => readFromWorker(data) !== undefined)).toEqual([])
})

test.each([
  { type: 'unknown', id: 1 },
  { type: 'request-failed', id: 1, error: { kind: 'unheard-of', detail: '' } },
  { type: 'turn-event', id: 1, event: { type: 'tokens', text: 'a', ids: ['1'], at: [1] } },
  { type: 'turn-event', id: 1, event: { type: 'end', finish: 'done', usage } },
  { type: 'tokens-counted', id: 1, counts: [Number.NaN] },
  { type: 'load-progress', id: 1, phase: 'uploading', fraction: Number.POSITIVE_INFINITY },
])('%j is refused', (data) => {
  expect(readFromWorker(data)).toBeUndefined()
})

test('anything else is refused without throwing', () => {
  fc.assert(
    fc.property(fc.anything(), (data) => {
      expect(readFromWorker(data)).toBeUndefined()
    }),
  )
})
