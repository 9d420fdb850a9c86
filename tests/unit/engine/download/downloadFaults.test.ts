import { afterEach, beforeEach, expect, test } from 'vitest'

import { createDownload, type Download, never, shard, sizes } from './createDownload.ts'

let page: Download

beforeEach(async () => {
  page = await createDownload()
})

afterEach(() => page.server.close())

const run = (): ReturnType<Download['manager']['download']> =>
  page.manager.download(page.model, never())

async function expectAllKept(): Promise<void> {
  for (const name of Object.keys(sizes))
    expect(await page.kept(name)).toEqual(page.server.filesByName.get(name))
  expect([...(page.caches.entriesByCache.get('ponder/parts')?.keys() ?? [])]).toEqual([])
}

const asked = (): unknown[] => page.server.asked.filter(({ name }) => name === shard)

test('every file lies under the key and in the cache that WebLLM reads', async () => {
  expect(await run()).toEqual({ status: 'done', model: 'nano', mended: [] })
  await expectAllKept()
  const keys = [...page.caches.entriesByCache].map(([cache, entries]) => [cache, ...entries.keys()])
  const folder = `${page.server.origin}/m/resolve/abc`
  expect(new Map(keys.map(([cache, ...urls]) => [cache, urls]))).toEqual(
    new Map([
      ['ponder/parts', []],
      ['webllm/config', [`${folder}/mlc-chat-config.json`]],
      ['webllm/model', [`${folder}/${shard}`]],
      ['webllm/wasm', [`${folder}/nano.wasm`]],
    ]),
  )
})

test('a cut connection is taken up by Range, for exactly the rest', async () => {
  page.server.faultsByName.set(shard, [{ kind: 'cut', after: 5_000 }])
  expect(await run()).toMatchObject({ status: 'done', mended: [] })
  expect(asked()).toEqual([
    { name: shard, range: undefined, ifRange: undefined },
    { name: shard, range: 'bytes=5000-', ifRange: `"${shard}-9000"` },
  ])
  await expectAllKept()
})

test('a server without Range is asked for the whole file again', async () => {
  page.server.allowsRange = false
  page.server.faultsByName.set(shard, [{ kind: 'cut', after: 5_000 }])
  expect(await run()).toMatchObject({ status: 'done', mended: [] })
  expect(asked()).toHaveLength(2)
  await expectAllKept()
})

test('a server error passes, after longer and longer waits', async () => {
  page.server.faultsByName.set(shard, [
    { kind: 'status', status: 500 },
    { kind: 'status', status: 503 },
  ])
  expect(await run()).toMatchObject({ status: 'done' })
  expect(page.delays).toEqual([75, 150])
  await expectAllKept()
})

test('a missing file ends the download at once, by its name', async () => {
  page.server.filesByName.delete(shard)
  const error = { kind: 'network', detail: `${shard}: HTTP 404` }
  expect(await run()).toEqual({ status: 'failed', model: 'nano', error })
  expect(asked()).toHaveLength(1)
})

test('a server that stays broken is given up after the tries', async () => {
  page.server.faultsByName.set(
    shard,
    Array.from({ length: 9 }, () => ({ kind: 'status', status: 500 })),
  )
  expect(await run()).toMatchObject({ status: 'failed', error: { kind: 'network' } })
  expect(asked()).toHaveLength(3)
})

test('a line that breaks often is borne as long as it brings more', async () => {
  page.server.faultsByName.set(
    shard,
    Array.from({ length: 8 }, () => ({ kind: 'cut', after: 1_000 })),
  )
  expect(await run()).toMatchObject({ status: 'done' })
  expect(asked()).toHaveLength(9)
  await expectAllKept()
})

test('a file that always breaks at one place, and starts over, is given up', async () => {
  page.server.allowsRange = false
  page.server.faultsByName.set(
    shard,
    Array.from({ length: 9 }, () => ({ kind: 'cut', after: 4_000 })),
  )
  expect(await run()).toMatchObject({ status: 'failed', error: { kind: 'network' } })
  expect(asked()).toHaveLength(3)
})

test.each(['wrong', 'short', 'long'] as const)(
  'a %s file is named, removed and fetched again',
  async (kind) => {
    page.server.faultsByName.set(shard, [{ kind }])
    expect(await run()).toEqual({ status: 'done', model: 'nano', mended: [shard] })
    await expectAllKept()
  },
)

test.each(['wrong', 'short', 'long'] as const)(
  'a file that stays %s stops the download by its name, and is never kept',
  async (kind) => {
    page.server.faultsByName.set(shard, [{ kind }, { kind }, { kind }])
    const end = await run()
    expect(end).toMatchObject({ status: 'failed', error: { kind: 'integrity' } })
    expect(end.status === 'failed' ? end.error.detail : '').toContain(shard)
    expect(asked()).toHaveLength(2)
    expect(await page.kept(shard)).toBeUndefined()
  },
)
