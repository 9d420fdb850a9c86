import { expect, test } from 'vitest'

import { createHostBench } from './hostBench.ts'
import { createSegment } from './segments.ts'

const bench = async (): Promise<ReturnType<typeof createHostBench>> => {
  const made = createHostBench()
  await made.load()
  return made
}

test('a stop in mid-reply takes effect at the next token and keeps what is there', async () => {
  const host = await bench()
  await host.start(2, createSegment())
  await host.say('abc')
  await host.tell({ type: 'turn-stop', id: 2 })
  expect(await host.say('defgh')).toBe(1)
  expect(host.textOf(2)).toBe('abc')
  expect(host.eventsOf(2).at(-1)).toMatchObject({
    finish: 'stopped',
    usage: { completionTokens: 3 },
  })
})

test('a stop in prefill ends with no token', async () => {
  const host = await bench()
  await host.start(2, createSegment())
  await host.tell({ type: 'turn-stop', id: 2 })
  expect(await host.say('abc')).toBe(1)
  expect(host.eventsOf(2).map(({ type }) => type)).toEqual(['prefill-progress', 'end'])
  expect(host.eventsOf(2).at(-1)).toMatchObject({
    finish: 'stopped',
    usage: { completionTokens: 0 },
  })
})

test('a turn that is stopped while it is queued never reaches the model', async () => {
  const host = await bench()
  await host.start(2, createSegment())
  await host.start(3, createSegment())
  await host.tell({ type: 'turn-stop', id: 3 })
  await host.end('stop')
  expect(host.requests).toHaveLength(1)
  expect(host.eventsOf(3)).toMatchObject([{ type: 'end', finish: 'stopped' }])
})

test('a stop in the same breath as the start ends before the model is asked', async () => {
  const host = await bench()
  await host.tell(
    { type: 'turn-start', id: 2, segment: createSegment() },
    { type: 'turn-stop', id: 2 },
  )
  expect(host.requests).toEqual([])
  expect(host.eventsOf(2)).toMatchObject([{ type: 'end', finish: 'stopped' }])
})

test('a stop is for its own turn alone', async () => {
  const host = await bench()
  await host.start(2, createSegment())
  await host.tell({ type: 'turn-stop', id: 9 })
  expect(await host.say('abc')).toBe(3)
  await host.end('stop')
  expect(host.eventsOf(2).at(-1)).toMatchObject({ finish: 'stop' })
})
