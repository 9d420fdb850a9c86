import { expect, test } from 'vitest'

import { createHostBench } from './hostBench.ts'
import { createSegment } from './segments.ts'

async function startTurn(bench = createHostBench()): Promise<ReturnType<typeof createHostBench>> {
  await bench.load()
  await bench.start(2, createSegment())
  return bench
}

test('a reply tells its prompt, then its tokens, then its end with exact counts', async () => {
  const bench = await startTurn()
  await bench.say('So.</think>4')
  await bench.end('stop')
  const prompt = '<｜begin▁of▁sentence｜><｜User｜>What is 2 + 2?<｜Assistant｜><think>\n'
  const events = bench.eventsOf(2)
  expect(events[0]).toEqual({
    type: 'prefill-progress',
    done: 0,
    total: prompt.length,
    shares: [
      { kind: 'system', tokens: '<｜begin▁of▁sentence｜>'.length },
      { kind: 'question', tokens: '<｜User｜>What is 2 + 2?<｜Assistant｜>'.length },
      { kind: 'thought', tokens: '<think>\n'.length },
    ],
  })
  expect(events.at(-1)).toEqual({
    type: 'end',
    finish: 'stop',
    usage: { promptTokens: prompt.length, completionTokens: 12, prefillMs: 1, decodeMs: 11 },
  })
  expect(bench.requests[0]?.prompt).toBe(prompt)
  const tokens = events.filter((event) => event.type === 'tokens')
  expect(tokens.map(({ text }) => text).join('')).toBe('So.</think>4')
  expect(tokens.flatMap(({ at }) => at)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
})

test('the message that closes the thought holds no token of the answer', async () => {
  const bench = await startTurn()
  await bench.say('Hmm</think>42')
  await bench.end('stop')
  const texts = bench.eventsOf(2).map((event) => (event.type === 'tokens' ? event.text : ''))
  expect(texts.filter((text) => text !== '')).toEqual(['H', 'mm</think', '>', '42'])
})

test.each(['stop', 'length', 'context'] as const)('%s is told as the reason', async (finish) => {
  const bench = await startTurn()
  await bench.say('abc')
  await bench.end(finish)
  expect(bench.eventsOf(2).at(-1)).toMatchObject({ type: 'end', finish })
})

test('a failure is one error, after everything that was written', async () => {
  const bench = await startTurn()
  await bench.say('abc')
  await bench.fail(new Error('Device was lost'))
  expect(bench.textOf(2)).toBe('abc')
  const [last, ...others] = bench.sent
    .filter((message) => 'id' in message && message.id === 2)
    .toReversed()
  expect(last).toMatchObject({ event: { type: 'error', error: { kind: 'device-lost' } } })
  expect(
    others.map((message) => (message.type === 'turn-event' ? message.event.type : '')),
  ).toEqual(['tokens', 'tokens', 'prefill-progress'])
})

test('after a failure the next turn runs', async () => {
  const bench = await startTurn()
  await bench.fail(new Error('once'))
  await bench.start(3, createSegment())
  await bench.say('ok')
  await bench.end('stop')
  expect(bench.textOf(3)).toBe('ok')
})

test('turns run one after the other', async () => {
  const bench = await startTurn()
  await bench.start(3, createSegment())
  expect(bench.requests).toHaveLength(1)
  await bench.end('stop')
  expect(bench.requests).toHaveLength(2)
})

test('a turn without a model is an error', async () => {
  const bench = createHostBench()
  await bench.start(2, createSegment())
  expect(bench.eventsOf(2)).toEqual([
    { type: 'error', error: { kind: 'crash', detail: 'Error: ponder-nano is not loaded.' } },
  ])
})
