import { expect, test } from 'vitest'

import { createEventQueue } from '../../../src/engine/eventQueue.ts'

async function readAll<Event>(queue: AsyncIterable<Event>): Promise<readonly Event[]> {
  const read: Event[] = []
  for await (const event of queue) read.push(event)
  return read
}

test('what is pushed before it is read is read in order', async () => {
  const queue = createEventQueue<number>()
  queue.push(1)
  queue.push(2)
  queue.end(3)
  expect(await readAll(queue)).toEqual([1, 2, 3])
})

test('a reader that waits is woken by each push, and by the end', async () => {
  const queue = createEventQueue<number>()
  const read = readAll(queue)
  for (const event of [1, 2]) {
    await Promise.resolve()
    queue.push(event)
  }
  await new Promise((resolve) => setImmediate(resolve))
  queue.end(3)
  expect(await read).toEqual([1, 2, 3])
})

test('the first end is the last event', async () => {
  const queue = createEventQueue<string>()
  queue.end('end')
  queue.push('late')
  queue.end('again')
  expect(await readAll(queue)).toEqual(['end'])
})

test('a reader may leave early', async () => {
  const queue = createEventQueue<number>()
  queue.push(1)
  queue.push(2)
  const read: number[] = []
  for await (const event of queue) {
    read.push(event)
    break
  }
  expect(read).toEqual([1])
})
