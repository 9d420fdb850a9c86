import { expect, test } from 'vitest'

import { r1Distill } from '../../../src/engine/template/r1.ts'
import type { Segment } from '../../../src/engine/engine.ts'
import { createHostBench } from './hostBench.ts'
import { createSegment } from './segments.ts'

const turns = [{ question: 'Hello', answer: 'Hi.' }]
const limitedTo = (maxTokens: number): Segment['sampling'] => ({
  temperature: 0.6,
  topP: 0.95,
  maxTokens,
})

/** A turn in a context that leaves so many tokens for the reply. */
async function startWithRoom(
  room: number,
  segment: Segment,
): Promise<ReturnType<typeof createHostBench>> {
  const bench = createHostBench({ contextWindow: r1Distill.render(segment).length + room })
  await bench.load()
  await bench.start(2, segment)
  return bench
}

const contextError = { type: 'error', error: { kind: 'context' } }

test('with earlier turns a reply has room for 256 tokens, or is refused', async () => {
  const refused = await startWithRoom(255, createSegment({ turns }))
  expect(refused.eventsOf(2).at(-1)).toMatchObject(contextError)
  expect(refused.requests).toEqual([])
  const taken = await startWithRoom(256, createSegment({ turns }))
  expect(taken.requests[0]?.maxTokens).toBe(256)
})

test('a reply that may only be short needs only that room', async () => {
  const segment = createSegment({ turns, sampling: limitedTo(50) })
  expect((await startWithRoom(49, segment)).eventsOf(2).at(-1)).toMatchObject(contextError)
  expect((await startWithRoom(50, segment)).requests[0]?.maxTokens).toBe(50)
})

test('a thought that has begun goes on in the room it has: earlier turns were weighed when it began', async () => {
  const begun = createSegment({ turns, prefix: { reasoning: 'Wait,' } })
  expect((await startWithRoom(20, begun)).requests[0]?.maxTokens).toBe(20)
  expect((await startWithRoom(0, begun)).eventsOf(2).at(-1)).toMatchObject(contextError)
})

test('a first question may use what room there is', async () => {
  expect((await startWithRoom(1, createSegment())).requests[0]?.maxTokens).toBe(1)
})

test('a first question that fills the context is refused in numbers', async () => {
  const refused = await startWithRoom(0, createSegment({ question: 'x'.repeat(100) }))
  expect(refused.eventsOf(2).at(-1)).toMatchObject(contextError)
  const total = r1Distill.render(createSegment({ question: 'x'.repeat(100) })).length
  expect(refused.eventsOf(2).at(-1)).toMatchObject({
    error: { detail: `${total} tokens, room for ${total}.` },
  })
})

test('a reply that fills the context says so, not that its limit is reached', async () => {
  const bench = await startWithRoom(3, createSegment())
  await bench.say('abc')
  await bench.end('length')
  expect(bench.eventsOf(2).at(-1)).toMatchObject({ finish: 'context' })
})

test('a reply that reaches its own limit first says that', async () => {
  const bench = await startWithRoom(900, createSegment({ sampling: limitedTo(3) }))
  await bench.say('abc')
  await bench.end('length')
  expect(bench.eventsOf(2).at(-1)).toMatchObject({ finish: 'length' })
})
