import type { Page } from '@playwright/test'

import { nanoRecord } from '../../src/engine/catalogue/nanoRecord.ts'
import type { FromWorker, ToWorker } from '../../src/engine/protocol.ts'
import { expect, test } from './fixtures.ts'
import { ask, engineReady, openPonder, part, replyEnded } from './ponder.ts'

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
  const url = page.workers()[0]?.url() ?? ''
  const answers = await askWorker(page, url)
  expect(answers).toEqual([
    { type: 'model-loaded', id: 1, facts: { contextTokens: 1024, library: expect.any(String) } },
    { type: 'request-done', id: 2 },
  ])
})

/** A second worker of the app's own, told to load the model with half of its context and to unload it. */
function askWorker(page: Page, url: string): Promise<readonly FromWorker[]> {
  return page.evaluate(
    async ({ workerUrl, record }) => {
      const keys = await (await caches.open('webllm/config')).keys()
      const weightsUrl = new URL('.', keys[0]?.url).href
      const sources = { weightsUrl, libraryUrl: `${weightsUrl}nano.wasm`, integrity: {} }
      const worker = new Worker(workerUrl, { type: 'module' })
      const post = (message: ToWorker): void => worker.postMessage(message)
      post({ type: 'model-load', id: 1, record, contextTokens: 1024, sources })
      post({ type: 'model-unload', id: 2 })
      const answers: FromWorker[] = []
      return new Promise<readonly FromWorker[]>((resolve) => {
        worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
          if (data.type === 'load-progress') return
          answers.push(data)
          if ('id' in data && data.id === 2) resolve(answers)
        })
      })
    },
    { workerUrl: url, record: nanoRecord },
  )
}
