import { createHash } from 'node:crypto'

import { expect, test } from 'vitest'

import type { CatalogueRecord } from '../../../../src/engine/catalogue/record.ts'
import { usualLimits } from '../../../../src/engine/download/downloadDeps.ts'
import { createDownloadManager } from '../../../../src/engine/download/downloadManager.ts'
import { createAppLibraries } from '../../../../src/engine/source/appLibraries.ts'
import { measureFile } from '../../../../src/engine/source/fetchSmall.ts'
import { createModelDisk } from '../../../../src/engine/source/createModelDisk.ts'
import type { ModelDisk } from '../../../../src/engine/source/modelDisk.ts'
import { localFolder } from '../../../../src/engine/source/weightsFolder.ts'
import { recordOf } from '../catalogue/records.ts'
import { createFakeCaches, createFakeLocks, type FakeCaches } from '../download/fakeBrowser.ts'
import { bytesOf, createFakeHost, type FakeHost } from './sourceBench.ts'

const never = new AbortController().signal
const folder = 'https://models.example/m/'
const contents = {
  'mlc-chat-config.json': '{"model_type":"qwen2","tokenizer_files":["tokenizer.json"]}',
  'tokenizer.json': '{}',
  'params_shard_0.bin': 'weights',
  'model.wasm': 'library',
}
const record = (id: string): CatalogueRecord => ({
  ...recordOf('Qwen3-0.6B-q4f16_1-MLC'),
  id,
  weights: { kind: 'url', folder },
  library: { kind: 'folder', file: 'model.wasm' },
})

function hostWithModel(shard = contents['params_shard_0.bin']): FakeHost {
  const host = createFakeHost()
  for (const [name, text] of Object.entries(contents))
    host.filesByUrl.set(folder + name, bytesOf(text))
  const md5sum = createHash('md5').update(shard).digest('hex')
  host.filesByUrl.set(`${folder}params_shard_0.bin`, bytesOf(shard))
  host.filesByUrl.set(`${folder}tensor-cache.json`, {
    records: [{ dataPath: 'params_shard_0.bin', nbytes: shard.length, md5sum }],
  })
  return host
}

function openPage(host: FakeHost, caches: FakeCaches): ModelDisk {
  const locks = createFakeLocks()
  return createModelDisk({
    source: host.deps,
    libraries: createAppLibraries(host.deps),
    caches,
    createManager: (onState) =>
      createDownloadManager(
        {
          fetch: host.deps.fetch,
          caches,
          locks,
          estimate: async () => ({}),
          isOnline: host.deps.isOnline,
          origin: 'https://ponder.example',
          now: () => 0,
          random: () => 0.5,
          after(milliseconds, run) {
            if (milliseconds === usualLimits.silenceMs) return () => undefined
            const timer = setTimeout(run, 0)
            return () => clearTimeout(timer)
          },
          limits: usualLimits,
        },
        onState,
      ),
  })
}

test('a model that was brought here is whole, and comes again with its host gone', async () => {
  const host = hostWithModel()
  const caches = createFakeCaches()
  const brought = await openPage(host, caches).bring(record('mine'), never)
  expect(brought.kind).toBe('here')
  host.isOnline = false
  const later = openPage(host, caches)
  expect(await later.bring(record('mine'), never)).toEqual(brought)
  expect(await later.listStored()).toEqual(['mine'])
})

test('what is here is not fetched, and no state is told of it', async () => {
  const host = hostWithModel()
  const caches = createFakeCaches()
  await openPage(host, caches).bring(record('mine'), never)
  host.asked.length = 0
  const page = openPage(host, caches)
  const states: string[] = []
  page.subscribe(({ status }) => states.push(status))
  await page.bring(record('mine'), never)
  expect([host.asked, states]).toEqual([[], []])
})

test('a download tells its states, its model in each', async () => {
  const page = openPage(hostWithModel(), createFakeCaches())
  const states: string[] = []
  const leave = page.subscribe(({ status, model }) => states.push(`${model} ${status}`))
  await page.bring(record('mine'), never)
  expect([...new Set(states)]).toEqual([
    'mine queued',
    'mine downloading',
    'mine verifying',
    'mine done',
  ])
  leave()
  states.length = 0
  await page.remove('mine', never)
  await page.bring(record('mine'), never)
  expect(states).toEqual([])
})

test('weights that moved on since they were listed are listed anew and fetched', async () => {
  const host = hostWithModel()
  const caches = createFakeCaches()
  const page = openPage(host, caches)
  await page.bring(record('mine'), never)
  await (await caches.open('webllm/model')).delete(`${folder}params_shard_0.bin`)
  const moved = hostWithModel('newer weights')
  const brought = await openPage(moved, caches).bring(record('mine'), never)
  expect(brought.kind).toBe('here')
  const kept = await (await caches.open('webllm/model')).match(`${folder}params_shard_0.bin`)
  expect(await kept?.text()).toBe('newer weights')
})

test('a shard that is not what the list says is refused, by its name', async () => {
  const host = hostWithModel()
  host.filesByUrl.set(`${folder}params_shard_0.bin`, bytesOf('weighty'))
  const brought = await openPage(host, createFakeCaches()).bring(record('mine'), never)
  expect(brought).toMatchObject({ kind: 'failed', error: { kind: 'integrity' } })
})

test('removing a model leaves nothing of it, and leaves the others whole', async () => {
  const caches = createFakeCaches()
  const page = openPage(hostWithModel(), caches)
  await page.bring(record('mine'), never)
  await page.bring(record('twin'), never)
  await page.remove('mine', never)
  expect(await page.listStored()).toEqual(['twin'])
  await page.remove('twin', never)
  const left = [...caches.entriesByCache.values()].flatMap((entries) => [...entries.keys()])
  expect(left).toEqual([])
  await page.remove('nobody', never)
})

test('a paused download is no failure, and can be found and removed', async () => {
  const pause = new AbortController()
  const host = hostWithModel()
  const page = openPage(host, createFakeCaches())
  page.subscribe(({ status }) => {
    if (status === 'queued') pause.abort()
  })
  expect(await page.bring(record('mine'), pause.signal)).toEqual({ kind: 'paused' })
  expect((await page.findKept('mine'))?.id).toBe('mine')
})

test('an imported model is whole without any host', async () => {
  const host = createFakeHost()
  host.isOnline = false
  const page = openPage(host, createFakeCaches())
  const weightsUrl = localFolder('mine')
  const files = await Promise.all(
    Object.entries(contents).map(([name, text]) => measureFile(weightsUrl + name, bytesOf(text))),
  )
  const libraryUrl = `${weightsUrl}model.wasm`
  await page.keepListing({ id: 'mine', weightsUrl, libraryUrl, files, trust: 'first-use' })
  const [first] = files
  if (first === undefined) throw new Error('There are no files.')
  expect(await page.keepFile(first, bytesOf('something else'))).toBe(false)
  for (const file of files) {
    const text = contents[file.name as keyof typeof contents]
    expect(await page.keepFile(file, bytesOf(text))).toBe(true)
  }
  const local = { ...record('mine'), weights: { kind: 'local' } } as const
  expect(await page.bring(local, never)).toMatchObject({ kind: 'here', files: { libraryUrl } })
  expect(host.asked).toEqual([])
})

const libraries = 'https://ponder.example/app/models/libraries/manifest.json'
const libraryOf = (text: string) => ({
  path: 'ours.wasm',
  bytes: text.length,
  sha256: createHash('sha256').update(text).digest('hex'),
})

test('a library of this app is renewed with the app, the old one removed, and the weights stay', async () => {
  const host = hostWithModel()
  const caches = createFakeCaches()
  const ours = { ...record('mine'), library: { kind: 'app', file: 'ours.wasm' } } as const
  const serve = (text: string): void => {
    const file = libraryOf(text)
    host.filesByUrl.set(libraries, { version: 1, files: [file] })
    const url = `https://ponder.example/app/models/libraries/ours.wasm?v=${file.sha256.slice(0, 16)}`
    host.filesByUrl.set(url, bytesOf(text))
  }
  const keptLibraries = () => [...(caches.entriesByCache.get('webllm/wasm')?.values() ?? [])].length
  serve('library 1')
  await openPage(host, caches).bring(ours, never)
  host.asked.length = 0
  serve('library 2')
  const brought = await openPage(host, caches).bring(ours, never)
  const libraryUrl = brought.kind === 'here' ? brought.files.libraryUrl : ''
  expect(host.asked).toEqual([libraries, libraryUrl])
  const kept = await (await caches.open('webllm/wasm')).match(libraryUrl)
  expect(await kept?.text()).toBe('library 2')
  expect(keptLibraries()).toBe(1)
  host.isOnline = false
  expect(await openPage(host, caches).bring(ours, never)).toEqual(brought)
})

test('a list that was kept in its first version is read', async () => {
  const sample =
    '{"v":1,"files":{"id":"mine","weightsUrl":"https://models.example/m/","libraryUrl":"https://models.example/m/model.wasm","files":[{"name":"model.wasm","url":"https://models.example/m/model.wasm","cache":"webllm/wasm","bytes":7,"hash":{"kind":"md5","hex":"00000000000000000000000000000000"}}],"trust":"first-use"}}'
  const caches = createFakeCaches()
  const cache = await caches.open('ponder/listings')
  await cache.put('https://listings.invalid/mine', new Response(sample))
  expect(await openPage(createFakeHost(), caches).findKept('mine')).toEqual({
    id: 'mine',
    weightsUrl: folder,
    libraryUrl: `${folder}model.wasm`,
    files: [
      {
        name: 'model.wasm',
        url: `${folder}model.wasm`,
        cache: 'webllm/wasm',
        bytes: 7,
        hash: { kind: 'md5', hex: '0'.repeat(32) },
      },
    ],
    trust: 'first-use',
  })
})

test('a kept list that cannot be read is none', async () => {
  const caches = createFakeCaches()
  const page = openPage(hostWithModel(), caches)
  await page.bring(record('mine'), never)
  const entries = caches.entriesByCache.get('ponder/listings')
  for (const key of entries?.keys() ?? [])
    entries?.set(key, { bytes: bytesOf('{"v":2}'), headers: [] })
  expect(await page.findKept('mine')).toBeUndefined()
})
