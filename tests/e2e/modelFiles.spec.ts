import type { Page } from '@playwright/test'

import { nanoRecord } from '../../src/engine/catalogue/nanoRecord.ts'
import type { FromWorker, ToWorker } from '../../src/engine/protocol.ts'
import { createLibrary, sampleMetadata } from '../unit/engine/library/createLibrary.ts'
import { expect, test } from './fixtures.ts'
import { ask, engineReady, openPonder, part, replyEnded } from './ponder.ts'

// What the engine keeps by itself: the service worker's own copies would hide it.
test.use({ serviceWorkers: 'block' })

const isGone = (fault: string): boolean => fault.includes('net::ERR_FAILED')

test('with the model’s host gone it loads from this device, library and all, and answers', async ({
  page,
  faults,
}) => {
  test.setTimeout(300_000)
  await openPonder(page)
  await engineReady(page)
  const refused: string[] = []
  await page.context().route('**/models/**', (route) => {
    refused.push(route.request().url())
    return route.abort()
  })
  await page.reload()
  await engineReady(page)
  await ask(page, 'What is 2 + 3?')
  await expect(part(await replyEnded(page), 'answer')).toContainText('5')
  // The list of its files is asked for, as an update would be found there; nothing else is.
  expect(new Set(refused.map((url) => new URL(url).pathname))).toEqual(
    new Set(['/ponder/models/nano/manifest.json']),
  )
  expect(faults.splice(0).filter((fault) => !isGone(fault))).toEqual([])
})

test('a file that was damaged on this device is fetched anew, and the model loads', async ({
  page,
}) => {
  test.setTimeout(300_000)
  await openPonder(page)
  await engineReady(page)
  await page.evaluate(async () => {
    const cache = await caches.open('webllm/model')
    const [shard] = (await cache.keys()).filter(({ url }) => url.includes('params_shard'))
    if (shard !== undefined) await cache.put(shard, new Response('not weights'))
  })
  await page.reload()
  await engineReady(page)
  await ask(page, 'What is 2 + 3?')
  await expect(part(await replyEnded(page), 'answer')).toContainText('5')
})

test('the worker gives a model the context that is asked for, and frees it again', async ({
  page,
}) => {
  test.setTimeout(300_000)
  await openPonder(page)
  await engineReady(page)
  expect(await askWorker(page, 1024)).toEqual([
    { type: 'model-loaded', id: 1, facts: { contextTokens: 1024, library: expect.any(String) } },
    { type: 'request-done', id: 2 },
  ])
})

test('a library that says what it was compiled for is compared with the weights: right loads, wrong does not', async ({
  page,
}) => {
  test.setTimeout(300_000)
  await openPonder(page)
  await engineReady(page)
  expect(await askWorker(page, 2048, sampleMetadata)).toEqual([
    { type: 'model-loaded', id: 1, facts: { contextTokens: 2048, library: 'matches' } },
    { type: 'request-done', id: 2 },
  ])
  const architecture = { ...sampleMetadata.architecture, rope_theta: 1_000_000 }
  const detail = 'The library was compiled for RoPE base 1,000,000, the weights are of 10,000.'
  expect(await askWorker(page, 2048, { ...sampleMetadata, architecture })).toEqual([
    { type: 'request-failed', id: 1, error: { kind: 'library-mismatch', detail } },
    { type: 'request-done', id: 2 },
  ])
})

/**
 * A second worker of the app's own, told to load the model that is here and to unload it; with `metadata` its
 * library says that of itself.
 */
function askWorker(
  page: Page,
  contextTokens: number,
  metadata?: object,
): Promise<readonly FromWorker[]> {
  const section =
    metadata === undefined ? [] : [...new Uint8Array(createLibrary(metadata)).slice(8)]
  return page.evaluate(
    async (given) => {
      const keys = await (await caches.open('webllm/config')).keys()
      const weightsUrl = new URL('.', keys[0]?.url).href
      const libraryUrl = `${weightsUrl}nano.wasm?section=${given.section.length}`
      const libraries = await caches.open('webllm/wasm')
      const library = await libraries.match(`${weightsUrl}nano.wasm`)
      const bytes = new Uint8Array((await library?.arrayBuffer()) ?? new ArrayBuffer(0))
      const parts = [bytes.slice(0, 8), Uint8Array.from(given.section), bytes.slice(8)]
      await libraries.put(libraryUrl, new Response(new Blob(parts)))

      const worker = new Worker(given.url, { type: 'module' })
      const post = (message: ToWorker): void => worker.postMessage(message)
      const sources = { weightsUrl, libraryUrl, integrity: {} }
      const { record, contextTokens: tokens } = given
      post({ type: 'model-load', id: 1, record, contextTokens: tokens, sources })
      post({ type: 'model-unload', id: 2 })
      const answers: FromWorker[] = []
      return new Promise<readonly FromWorker[]>((resolve) => {
        worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
          if (data.type === 'load-progress') return
          answers.push(data)
          if (!('id' in data) || data.id !== 2) return
          worker.terminate()
          resolve(answers)
        })
      })
    },
    { url: page.workers()[0]?.url() ?? '', record: nanoRecord, contextTokens, section },
  )
}
