import { expect, test } from 'vitest'

import { describePhase, describeWait } from '../../../src/chat/describePhase.ts'
import type { LivePhase } from '../../../src/chat/liveAnswer.ts'
import type { Part } from '../../../src/chat/message.ts'
import { fakeAnswer, part } from '../../fakes/conversations.ts'

const continued = (kind: Part['kind']): Part => ({
  ...part(kind, 'So far'),
  marks: [
    { kind: 'stopped', at: 6 },
    { kind: 'continued', at: 6 },
  ],
})
const live = (
  phase: LivePhase,
  ...parts: readonly Part[]
): Parameters<typeof describePhase>[0] => ({
  answer: fakeAnswer({ parts, ending: { kind: 'open' } }),
  phase,
  startedAt: 0,
})

const waiting: LivePhase = { kind: 'waiting', for: 'model' }
const queued: LivePhase = { kind: 'waiting', for: 'another reply' }
const reading: LivePhase = { kind: 'reading the prompt', done: 0, total: 120 }
const thinking: LivePhase = { kind: 'thinking', since: 0 }
const answering: LivePhase = { kind: 'answering', since: 0 }
const thought = part('reasoning', 'So')
const answer = part('answer', '4')

test.each([
  ['Waiting for the model', waiting, []],
  ['Waiting for another reply to end', queued, []],
  ['Reading the prompt', reading, []],
  ['Thinking', thinking, [thought]],
  ['Answering', answering, [thought, answer]],
  ['Stopping', { kind: 'stopping' }, [continued('reasoning')]],
  ['Continuing the thought: waiting for the model', waiting, [continued('reasoning')]],
  ['Continuing the thought: reading the prompt', reading, [continued('reasoning')]],
  ['Continuing the thought', thinking, [continued('reasoning')]],
  ['Answering', answering, [continued('reasoning'), answer]],
  [
    'Continuing the answer: waiting for another reply to end',
    queued,
    [thought, continued('answer')],
  ],
  ['Continuing the answer', answering, [thought, continued('answer')]],
] as const)('%s', (words, phase, parts) => {
  expect(describePhase(live(phase, ...parts))).toBe(words)
})

test('where the next words will stand, the wait is told with the size of the prompt', () => {
  expect(describeWait(live(reading, continued('reasoning')))).toBe(
    'Continuing the thought: reading the prompt, 120 tokens',
  )
  expect(describeWait(live({ ...reading, total: 0 }))).toBe('Reading the prompt')
  expect(describeWait(live(thinking, thought))).toBeUndefined()
})
