import { expect, test } from 'vitest'

import type { FromSearch, ToSearch } from '../../../src/search/protocol.ts'
import { createSearchClient, type SearchWorker } from '../../../src/search/searchClient.ts'

function testWorkers() {
  const sent: ToSearch[] = []
  const started: { say: (data: FromSearch) => void; die: () => void }[] = []
  const start = (): SearchWorker => {
    const listeners = new Map<string, (event: { data: FromSearch }) => void>()
    const call = (type: string, data: FromSearch): void => listeners.get(type)?.({ data })
    started.push({
      say: (data) => call('message', data),
      die: () => call('error', { type: 'failed', id: 0, detail: '' }),
    })
    return {
      postMessage: (message) => void sent.push(message),
      addEventListener(type: string, listener: (event: { data: FromSearch }) => void) {
        listeners.set(type, listener)
      },
      terminate: () => undefined,
    }
  }
  return { sent, started, client: createSearchClient(start) }
}

const found = { hits: [], places: 0, isWhole: true, ms: 1 }
const never = new AbortController().signal

test('the worker starts with the first search, and answers each by its number', async () => {
  const { client, started, sent } = testWorkers()
  expect(started).toHaveLength(0)
  const one = client.search('one', never)
  const two = client.search('two', never)
  expect(started).toHaveLength(1)
  expect(sent.map(({ id }) => id)).toEqual([1, 2])
  started[0]?.say({ type: 'found', id: 2, found: { ...found, places: 2 } })
  started[0]?.say({ type: 'found', id: 1, found })
  expect(await one).toEqual({ kind: 'found', answer: found })
  expect(await two).toMatchObject({ answer: { places: 2 } })
})

test('a search that is given up is taken back from the worker', async () => {
  const { client, sent } = testWorkers()
  const controller = new AbortController()
  const result = client.search('one', controller.signal)
  controller.abort()
  expect(await result).toEqual({ kind: 'aborted' })
  expect(sent.at(-1)).toEqual({ type: 'cancel', id: 1 })
  expect(await client.search('one', controller.signal)).toEqual({ kind: 'aborted' })
})

test('when the worker dies, who waits is told, and the next search starts another', async () => {
  const { client, started } = testWorkers()
  const result = client.search('one', never)
  started[0]?.die()
  expect(await result).toMatchObject({ kind: 'failed' })
  void client.search('two', never)
  expect(started).toHaveLength(2)
})
