import { afterEach, beforeEach, expect, test } from 'vitest'

import { createDownload, type Download, never, shard, sizes } from './createDownload.ts'

let page: Download

beforeEach(async () => {
  page = await createDownload()
})

afterEach(() => page.server.close())

const rangesAsked = (): unknown[] =>
  page.server.asked.filter(({ name }) => name === shard).map(({ range }) => range)

async function expectAllKept(): Promise<void> {
  for (const name of Object.keys(sizes))
    expect(await page.kept(name)).toEqual(page.server.filesByName.get(name))
}

/** Pauses once the shard's first bytes are there and the line has gone silent. */
async function pauseInTheMiddle(): Promise<void> {
  page.server.faultsByName.set(shard, [{ kind: 'silent', after: 5_000 }])
  const pause = new AbortController()
  const manager = page.openPage({
    fetch: async (url, init) => {
      const response = await fetch(url, init)
      if (!url.endsWith(shard) || response.body === null) return response
      let bytes = 0
      const watch = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          bytes += chunk.length
          controller.enqueue(chunk)
          if (bytes === 5_000) setTimeout(() => pause.abort(), 20)
        },
      })
      return new Response(response.body.pipeThrough(watch, { signal: init.signal ?? never() }), {
        status: response.status,
        headers: response.headers,
      })
    },
  })
  expect(await manager.download(page.model, pause.signal)).toEqual({
    status: 'paused',
    model: 'nano',
  })
}

test('a paused download goes on, on a new page, with exactly the rest', async () => {
  await pauseInTheMiddle()
  expect(page.states.at(-1)?.status).toBe('paused')
  expect(await page.openPage().download(page.model, never())).toMatchObject({ status: 'done' })
  expect(rangesAsked()).toEqual([undefined, 'bytes=5000-'])
  await expectAllKept()
})

test('parts of a file that has changed on the server since are not continued', async () => {
  await pauseInTheMiddle()
  const parts = page.caches.entriesByCache.get('ponder/parts')
  for (const [key, { bytes }] of parts ?? [])
    parts?.set(key, {
      bytes,
      headers: [
        ['content-length', String(bytes.byteLength)],
        ['etag', '"old"'],
      ],
    })
  expect(await page.manager.download(page.model, never())).toMatchObject({ mended: [] })
  expect(page.server.asked.at(-1)?.ifRange).toBe('"old"')
  await expectAllKept()
})

test('a silent connection counts as lost and is taken up', async () => {
  page.server.faultsByName.set(shard, [{ kind: 'silent', after: 3_000 }])
  const files = page.model.files.filter(({ name }) => name === shard)
  let armed = 0
  const manager = page.openPage({
    after(milliseconds, run) {
      if (milliseconds === 60_000) armed += 1
      // The second time is the one after the first bytes; only that silence is let run out.
      if (milliseconds === 60_000 && armed !== 2) return () => undefined
      const timer = setTimeout(run, 0)
      return () => clearTimeout(timer)
    },
  })
  expect(await manager.download({ ...page.model, files }, never())).toMatchObject({
    status: 'done',
  })
  expect(rangesAsked()).toEqual([undefined, 'bytes=3000-'])
  expect(await page.kept(shard)).toEqual(page.server.filesByName.get(shard))
})

test('two pages at once fetch every file once', async () => {
  const ends = await Promise.all([
    page.manager.download(page.model, never()),
    page.openPage().download(page.model, never()),
  ])
  expect(ends.map(({ status }) => status)).toEqual(['done', 'done'])
  expect(page.server.asked.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b))).toEqual(
    Object.keys(sizes).toSorted((a, b) => a.localeCompare(b)),
  )
})

test('a page that waits for another can be paused', async () => {
  const pause = new AbortController()
  const first = page.manager.download(page.model, never())
  const second = page.openPage().download(page.model, pause.signal)
  pause.abort()
  expect((await second).status).toBe('paused')
  expect((await first).status).toBe('done')
})

test('a disk too small is told before anything is fetched', async () => {
  const manager = page.openPage({ estimate: async () => ({ usage: 90, quota: 1_000 }) })
  const end = await manager.download(page.model, never())
  expect(end).toMatchObject({ status: 'failed', error: { kind: 'quota' } })
  expect(page.server.asked).toEqual([])
})

test('a disk that fills up on the way is a value, and room made lets it go on', async () => {
  page.caches.quota = 5_000
  const end = await page.manager.download(page.model, never())
  expect(end).toMatchObject({ status: 'failed', error: { kind: 'quota' } })
  page.caches.quota = 100_000
  expect(await page.manager.download(page.model, never())).toMatchObject({ status: 'done' })
  await expectAllKept()
})

test('being offline is told apart from a broken server', async () => {
  const offline = { isOnline: () => false, fetch: () => Promise.reject(new TypeError('failed')) }
  const end = await page.openPage(offline).download(page.model, never())
  expect(end).toMatchObject({ status: 'failed', error: { kind: 'offline' } })
})

test('verifying names and removes what has gone bad, and a download mends it', async () => {
  await page.manager.download(page.model, never())
  const entries = page.caches.entriesByCache.get('webllm/wasm')
  for (const [key, entry] of entries ?? [])
    entries?.set(key, { ...entry, bytes: new ArrayBuffer(3_000) })
  expect(await page.manager.verify(page.model, never())).toEqual(['nano.wasm'])
  expect(await page.kept('nano.wasm')).toBeUndefined()
  await page.manager.download(page.model, never())
  expect(await page.manager.verify(page.model, never())).toEqual([])
})

test('a bad file that WebLLM fetched by itself is not believed', async () => {
  const file = page.model.files.find(({ name }) => name === shard)
  const cache = await page.caches.open('webllm/model')
  await cache.put(file?.url ?? '', new Response('an error page'))
  const end = await page.manager.download(page.model, never())
  expect(end).toMatchObject({ status: 'done' })
  await expectAllKept()
})

test('removing takes every key of the model, its parts too, and nothing else', async () => {
  await pauseInTheMiddle()
  for (const name of ['webllm/model', 'webllm/wasm', 'webllm/config', 'ponder/parts', 'other'])
    await (await page.caches.open(name)).put('http://other/file', new Response('kept'))
  await page.manager.remove(page.model, never())
  const left = [...page.caches.entriesByCache.values()].map((entries) => [...entries.keys()])
  expect(left).toEqual(Array.from({ length: 5 }, () => ['http://other/file']))
})

test('the states tell the bytes up to the last, then that they are verified', async () => {
  await page.manager.download(page.model, never())
  const statuses = page.states.map(({ status }) => status)
  expect([...new Set(statuses)]).toEqual(['queued', 'downloading', 'verifying', 'done'])
  expect(page.states.find(({ status }) => status === 'downloading')).toMatchObject({
    bytes: 0,
    total: 12_040,
    secondsLeft: undefined,
  })
})
