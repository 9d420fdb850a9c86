import { createHash } from 'node:crypto'

import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { fit } from '../../../../src/engine/catalogue/fit.ts'
import { memoryNeed } from '../../../../src/engine/catalogue/memory.ts'
import { createFakeGpu } from './fakeGpu.ts'
import { createShelfBench, type ShelfBench } from './shelfBench.ts'

let page: ShelfBench

beforeEach(async () => {
  page = await createShelfBench()
})

afterEach(() => page.close())

const stateOf = (id: string, on = page): unknown => on.shelf.getState().installed.get(id)?.state
const outcomeOf = (id: string, on = page): unknown => on.shelf.getState().outcomes.get(id)

test('a model that is wanted is fetched, remembered as whole, and given to the engine', async () => {
  await page.shelf.obtain('first', 'use')
  expect(page.used).toEqual(['first'])
  expect(page.stored.get('first')).toEqual({
    record: page.first,
    state: 'whole',
    from: 'download',
    addedAt: 1_700_000_000_000,
    lastUsedAt: 1_700_000_000_000,
    context: 2048,
  })
  expect(page.shelf.getState().work.size).toBe(0)
})

test('one that is only to be kept is not given to the engine', async () => {
  await page.shelf.obtain('first', 'keep')
  expect([page.used, stateOf('first')]).toEqual([[], 'whole'])
})

test('a paused download is remembered with what has come, and another page goes on with it', async () => {
  page.server.faultsByName.set('first.bin', [{ kind: 'silent', after: 5_000 }])
  const obtaining = page.shelf.obtain('first', 'use')
  await vi.waitFor(() => expect(page.kept('ponder/parts')).not.toEqual([]))
  page.shelf.pause('first')
  await obtaining
  expect([outcomeOf('first'), stateOf('first'), page.used]).toEqual([
    { kind: 'paused' },
    'begun',
    [],
  ])

  const next = page.openPage()
  await next.shelf.read()
  expect(stateOf('first', next)).toBe('begun')
  const held = next.shelf.getState().progress.get('first')
  expect(held?.total).toBe(12_002)
  expect(held?.bytes).toBeGreaterThanOrEqual(4_000)
  await next.shelf.obtain('first', 'use')
  expect([stateOf('first', next), next.used]).toEqual(['whole', ['first']])
})

test('a failure is an outcome with its kind, and what came is kept', async () => {
  page.server.faultsByName.set('first.bin', [{ kind: 'status', status: 404 }])
  await page.shelf.obtain('first', 'use')
  expect(outcomeOf('first')).toEqual({
    kind: 'failed',
    error: { kind: 'network', detail: 'first.bin: HTTP 404' },
  })
  expect(stateOf('first')).toBe('begun')
  await page.shelf.obtain('first', 'use')
  expect([outcomeOf('first'), stateOf('first')]).toEqual([undefined, 'whole'])
})

test('a download that lost the network goes on by itself when it is there again', async () => {
  page.server.faultsByName.set('first.bin', [{ kind: 'cut', after: 5_000 }])
  page.isOnline = false
  await page.shelf.obtain('first', 'use')
  expect(outcomeOf('first')).toMatchObject({ kind: 'failed', error: { kind: 'offline' } })
  page.goOnline()
  await vi.waitFor(() => expect(page.used).toEqual(['first']))
  expect(page.server.bytesByName.get('first.bin')).toBe(9_000)
})

test('files that came damaged and were fetched again are named', async () => {
  page.server.faultsByName.set('first.bin', [{ kind: 'wrong' }])
  await page.shelf.obtain('first', 'keep')
  expect(outcomeOf('first')).toEqual({ kind: 'mended', names: ['first.bin'] })
})

test('a shared library stays with the model that still needs it, and the figure says so', async () => {
  await page.shelf.obtain('first', 'keep')
  await page.shelf.obtain('second', 'keep')
  const plan = await page.shelf.planDelete('first')
  expect(plan?.bytes).toBe(9_002)
  expect(plan?.keep.map(({ file, neededBy }) => [file.name, neededBy])).toEqual([
    ['shared.wasm', ['Model second']],
  ])
  await page.shelf.remove('first')
  expect(page.kept('webllm/wasm')).toEqual(['shared.wasm'])
  expect(page.kept('webllm/model')).toEqual(['second.bin'])
  expect([[...page.stored.keys()], page.left]).toEqual([['second'], ['first']])
  expect((await page.shelf.planDelete('second'))?.bytes).toBe(12_002)
  await page.shelf.remove('second')
  expect(page.kept('webllm/wasm')).toEqual([])
})

test('cancelling a download takes away what has come of it, and nothing else', async () => {
  await page.shelf.obtain('second', 'keep')
  page.server.faultsByName.set('first.bin', [{ kind: 'silent', after: 5_000 }])
  const obtaining = page.shelf.obtain('first', 'use')
  await vi.waitFor(() => expect(page.kept('ponder/parts')).not.toEqual([]))
  await page.shelf.cancel('first')
  await obtaining
  expect([page.kept('ponder/parts'), stateOf('first'), page.stored.has('first')]).toEqual([
    [],
    undefined,
    false,
  ])
  expect(page.kept('webllm/model')).toEqual(['second.bin'])
})

test('verifying says that all is well, or names what is not, and repairing fetches only that', async () => {
  await page.shelf.obtain('first', 'keep')
  await page.shelf.verify('first')
  expect(outcomeOf('first')).toEqual({ kind: 'verified', files: 3 })
  const entries = page.caches.entriesByCache.get('webllm/model')
  for (const [key, entry] of entries ?? [])
    entries?.set(key, { ...entry, bytes: new ArrayBuffer(9_000) })
  await page.shelf.verify('first')
  expect([outcomeOf('first'), stateOf('first')]).toEqual([
    { kind: 'damaged', names: ['first.bin'] },
    'begun',
  ])
  page.server.bytesByName.clear()
  await page.shelf.obtain('first', 'keep')
  expect([...page.server.bytesByName]).toEqual([['first.bin', 9_000]])
  expect(stateOf('first')).toBe('whole')
})

test('files that the browser took away are noticed when the list is read', async () => {
  await page.shelf.obtain('first', 'keep')
  page.caches.entriesByCache.get('webllm/model')?.clear()
  const next = page.openPage()
  await next.shelf.read()
  expect([stateOf('first', next), next.shelf.getState().progress.get('first')]).toEqual([
    'begun',
    { bytes: 3_002, total: 12_002 },
  ])
})

test('a model whose record was lost is found by its files', async () => {
  await page.shelf.obtain('first', 'keep')
  page.stored.clear()
  const next = page.openPage()
  await next.shelf.read()
  expect(stateOf('first', next)).toBe('whole')
  expect([...page.stored.keys()]).toEqual(['first'])
})

test('what belongs to no model is found, told by host, and removed; other caches are not opened', async () => {
  await page.shelf.obtain('first', 'keep')
  const old = await page.caches.open('webllm/model')
  await old.put('https://old.example/resolve/main/a.bin', new Response('1234567'))
  const parts = await page.caches.open('ponder/parts')
  await parts.put('https://old.example/b.bin?part=aa.0', new Response('123'))
  await (await page.caches.open('somebody else')).put('https://x.example/', new Response('theirs'))
  await page.shelf.look()
  expect(page.shelf.getState().orphans).toMatchObject({ bytes: 10, hosts: ['old.example'] })
  await page.shelf.removeOrphans()
  expect(page.shelf.getState().orphans?.entries).toEqual([])
  expect(page.kept('webllm/model')).toEqual(['first.bin'])
  expect(page.caches.entriesByCache.get('somebody else')?.size).toBe(1)
})

test('parts of a download that goes on are no orphans; those of a file that changed are', async () => {
  page.server.faultsByName.set('first.bin', [{ kind: 'status', status: 404 }])
  await page.shelf.obtain('first', 'keep')
  const url = `${page.server.origin}/first/resolve/abc/first.bin`
  const files = await (await page.caches.open('ponder/listings')).keys()
  expect(files).toHaveLength(1)
  const parts = await page.caches.open('ponder/parts')
  await parts.put(`${url}?part=${'0'.repeat(64)}.0`, new Response('old'))
  await page.shelf.look()
  expect(page.shelf.getState().orphans?.entries.map(({ key }) => key)).toEqual([
    `${url}?part=${'0'.repeat(64)}.0`,
  ])
})

test('a trial of the memory is told, and verdicts go by it from then on', async () => {
  await page.shelf.look()
  const verdict = (): unknown => {
    const { device } = page.shelf.getState()
    const gpu = {
      kind: 'adapter',
      maxBufferSize: 2 ** 30,
      maxStorageBufferBindingSize: 2 ** 30,
      maxComputeWorkgroupStorageSize: 2 ** 15,
      maxStorageBuffersPerShaderStage: 10,
      hasF16: true,
    } as const
    return device === null
      ? undefined
      : fit({ device: { ...device, gpu }, record: page.first, context: 2048, isStored: true })
          .verdict
  }
  const need = memoryNeed(page.first, 2048).total
  page.browser.gpu = createFakeGpu(need * 2)
  await page.shelf.tryMemory('first')
  expect(outcomeOf('first')).toMatchObject({ kind: 'tried', words: expect.stringMatching(/fits/) })
  expect(verdict()).toBe('runs')
  page.browser.gpu = undefined
  await page.shelf.tryMemory('first')
  expect(verdict()).toBe('runs')
  page.browser.gpu = createFakeGpu(need / 2)
  await page.shelf.tryMemory('first')
  await page.shelf.look()
  expect(outcomeOf('first')).toMatchObject({ words: expect.stringMatching(/and no more/) })
  expect(verdict()).toBe('cannot')
  page.browser.gpu = createFakeGpu(need * 2)
  await page.shelf.tryMemory('first')
  expect(verdict()).toBe('runs')
})

test('a start reads the list once, and finds what the list does not know', async () => {
  await page.shelf.obtain('first', 'keep')
  page.stored.clear()
  const next = page.openPage()
  const values = vi.spyOn(page.stored, 'values')
  await next.shelf.recall()
  await next.shelf.takeStock()
  expect(values).toHaveBeenCalledTimes(1)
  expect(next.shelf.getState().installed.get('first')?.state).toBe('whole')
})

test('what changes while the list is read is not read away', async () => {
  const obtaining = page.shelf.obtain('first', 'keep')
  await Promise.all([page.shelf.read(), page.shelf.read(), obtaining])
  expect([stateOf('first'), page.stored.get('first')?.state]).toEqual(['whole', 'whole'])
})

test('a pause while the host is still asked leaves nothing behind', async () => {
  page.server.faultsByName.set('first.json', [{ kind: 'silent', after: 0 }])
  const obtaining = page.shelf.obtain('first', 'use')
  await vi.waitFor(() => expect(page.server.asked).not.toEqual([]))
  page.shelf.pause('first')
  await obtaining
  expect([outcomeOf('first'), page.stored.size, page.shelf.getState().work.size]).toEqual([
    undefined,
    0,
    0,
  ])
})

test('a store that refuses is told, and the model is used all the same', async () => {
  const put = vi.spyOn(page.stored, 'set').mockImplementation(() => {
    throw new DOMException('No room.', 'QuotaExceededError')
  })
  await page.shelf.obtain('first', 'use')
  put.mockRestore()
  expect(page.used).toEqual(['first'])
  expect(page.shelf.getState().storeFailure).toContain('No room.')
})

test('a model that comes with the app is remembered by nobody', async () => {
  page.server.filesByName.set('nano.json', new TextEncoder().encode('{}'))
  await page.shelf.obtain('ponder-nano', 'use')
  expect(page.stored.size).toBe(0)
})

test('a model of a branch is fetched by the commit that the hub names, and the record keeps it', async () => {
  const commit = '7'.repeat(40)
  const blob = (text: string): string =>
    createHash('sha1').update(`blob ${text.length}\0${text}`).digest('hex')
  const put = (name: string, text: string): void =>
    void page.server.filesByName.set(name, new TextEncoder().encode(text))
  const texts = {
    'mlc-chat-config.json': '{}',
    'tensor-cache.json': '{"records":[]}',
    'tokenizer.json': '{"a":1}',
  }
  for (const [name, text] of Object.entries(texts)) put(name, text)
  put('main', JSON.stringify({ sha: commit }))
  const tree = Object.entries(texts).map(([path, text]) => ({
    type: 'file',
    path,
    size: text.length,
    oid: blob(text),
  }))
  put(commit, JSON.stringify(tree))
  const weights = { kind: 'hub', repository: 'a/b', revision: 'main', isPinned: false } as const
  await page.shelf.add({ ...page.first, id: 'hubbed', weights })
  await page.shelf.obtain('hubbed', 'keep')
  expect(page.stored.get('hubbed')).toMatchObject({
    state: 'whole',
    record: { weights: { revision: commit, isPinned: true } },
  })
  const urls = [...(page.caches.entriesByCache.get('webllm/model')?.keys() ?? [])]
  expect(urls).toHaveLength(2)
  expect(urls.filter((url) => !url.includes(`/resolve/${commit}/`))).toEqual([])
  // The branch moves on; what is here stays what it is, on another page too.
  put('main', JSON.stringify({ sha: '8'.repeat(40) }))
  const next = page.openPage()
  await next.shelf.read()
  await next.shelf.obtain('hubbed', 'keep')
  expect(next.stored.get('hubbed')?.record.weights).toMatchObject({ revision: commit })
})
