import { expect, test } from 'vitest'

import { describeReasons, describeQuantization } from '../../../../src/engine/shelf/describeFit.ts'
import { describeOutcome, describeWork, stepOf } from '../../../../src/engine/shelf/describeWork.ts'
import type { Outcome, Work } from '../../../../src/engine/shelf/shelfState.ts'

const gigabytes = { bytes: 1.2e9, total: 4.34e9 }

test.each<[Work, string]>([
  [{ kind: 'waiting' }, 'Waiting for another tab that works on this model'],
  [
    { kind: 'downloading', ...gigabytes, bytesPerSecond: 24e6, secondsLeft: 131 },
    '1.20 of 4.34 GB · 24 MB a second · 2 min left',
  ],
  [
    { kind: 'downloading', ...gigabytes, bytesPerSecond: 0, secondsLeft: undefined },
    '1.20 of 4.34 GB',
  ],
  [{ kind: 'verifying', ...gigabytes }, 'Checking 1.20 of 4.34 GB'],
  [{ kind: 'importing', ...gigabytes }, 'Checking and copying 1.20 of 4.34 GB'],
])('%o', (work, words) => {
  expect(describeWork(work)).toBe(words)
})

test.each<[Outcome, string]>([
  [{ kind: 'paused' }, 'Paused at 1.20 of 4.34 GB.'],
  [{ kind: 'verified', files: 13 }, 'Verified: all 13 files are what they must be.'],
  [{ kind: 'damaged', names: ['a'] }, 'a was missing or damaged. The other files are good.'],
  [
    { kind: 'damaged', names: ['a', 'b', 'c'] },
    'a and 2 more files were missing or damaged. The other files are good.',
  ],
  [{ kind: 'mended', names: ['a', 'b'] }, 'a and b came damaged and were fetched again.'],
])('%o', (outcome, words) => {
  expect(describeOutcome(outcome, gigabytes)).toBe(words)
})

test('a failure says what happened and what to do', () => {
  const error = { kind: 'network', detail: 'params_shard_3.bin: HTTP 404.' } as const
  const words = describeOutcome({ kind: 'failed', error }, undefined)
  expect(words).toContain('could not be fetched')
  expect(words).toContain('params_shard_3.bin: HTTP 404')
  expect(words).toContain('What arrived is kept')
})

test('the steps are those of the files first, then of the engine', () => {
  expect(stepOf({ kind: 'waiting' }, 'none')).toBe('Download')
  expect(stepOf({ kind: 'verifying', ...gigabytes }, 'none')).toBe('Verify')
  expect(stepOf(undefined, 'uploading')).toBe('Upload')
  expect(stepOf(undefined, 'compiling')).toBe('Compile')
  expect(stepOf(undefined, 'ready')).toBeUndefined()
})

test('a verdict never stands without a reason', () => {
  expect(describeReasons({ verdict: 'runs', reasons: [] })).toHaveLength(1)
  const reasons = [{ kind: 'no-f16', words: 'No 16-bit floats.' }] as const
  expect(describeReasons({ verdict: 'cannot', reasons })).toEqual(['No 16-bit floats.'])
})

test('a quantisation is said in words', () => {
  expect(describeQuantization('q4f16_1')).toBe('4-bit weights, 16-bit arithmetic')
  expect(describeQuantization('q0f32')).toBe('32-bit')
})
