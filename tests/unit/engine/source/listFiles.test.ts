import { createHash } from 'node:crypto'

import { expect, test } from 'vitest'

import type { CatalogueRecord } from '../../../../src/engine/catalogue/record.ts'
import { createAppLibraries } from '../../../../src/engine/source/appLibraries.ts'
import { listFiles } from '../../../../src/engine/source/listFiles.ts'
import { ListingFailed } from '../../../../src/engine/source/listing.ts'
import { recordOf } from '../catalogue/records.ts'
import { base, bytesOf, createFakeHost, type FakeHost } from './sourceBench.ts'

const never = new AbortController().signal
const r1 = recordOf('DeepSeek-R1-Distill-Qwen-7B-q4f16_1-MLC')
const nano = recordOf('ponder-nano')
const hub = 'https://huggingface.co'
const repository = `mlc-ai/${r1.id}`
const commit = '7'.repeat(40)
const branch = `${hub}/api/models/${repository}/revision/main`
const tree = `${hub}/api/models/${repository}/tree/${commit}?recursive=1`
const weights = `${hub}/${repository}/resolve/${commit}/`
const libraries = `${base}models/libraries/manifest.json`
const hex = (digit: string, length: number) => digit.repeat(length)
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const small = (path: string, size: number) => ({ type: 'file', path, size, oid: hex('a', 40) })
const large = (path: string, size: number) => ({
  ...small(path, 135),
  lfs: { oid: hex('b', 64), size, pointerSize: 135 },
})
const goodTree = [
  { type: 'directory', path: 'logs', oid: hex('d', 40), size: 0 },
  small('.gitattributes', 1500),
  small('README.md', 900),
  small('logs/a.txt', 3),
  small('mlc-chat-config.json', 2000),
  small('tensor-cache.json', 90_000),
  small('ndarray-cache.json', 90_000),
  large('tokenizer.json', 11_000_000),
  large('tokenizer.model', 400_000),
  large('params_shard_0.bin', 33_000_000),
  large('params_shard_1.bin', 34_000_000),
]
const library = { path: `${r1.id}.wasm`, bytes: 4_000_000, sha256: hex('c', 64) }

function hostWithR1(): FakeHost {
  const host = createFakeHost()
  host.filesByUrl.set(branch, { id: repository, sha: commit })
  host.filesByUrl.set(tree, goodTree)
  host.filesByUrl.set(libraries, { version: 1, tools: {}, files: [library] })
  return host
}

const list = (host: FakeHost, record: CatalogueRecord) =>
  listFiles(record, host.deps, createAppLibraries(host.deps), never)

const failure = (host: FakeHost, record: CatalogueRecord) =>
  list(host, record).then(
    () => undefined,
    (thrown: unknown) => (thrown instanceof ListingFailed ? thrown.error : thrown),
  )

test('the hub states the size and the hash of each file that WebLLM fetches, and of no other', async () => {
  const { files, ...rest } = await list(hostWithR1(), r1)
  const libraryUrl = `${base}models/libraries/${r1.id}.wasm?v=${hex('c', 16)}`
  expect(rest).toEqual({ id: r1.id, weightsUrl: weights, libraryUrl, trust: 'stated', commit })
  const git = { kind: 'git-sha1', hex: hex('a', 40) }
  const lfs = { kind: 'sha256', hex: hex('b', 64) }
  const file = (name: string, cache: string, bytes: number, hash: object) => ({
    name,
    url: weights + name,
    cache: `webllm/${cache}`,
    bytes,
    hash,
  })
  expect(files).toEqual([
    file('mlc-chat-config.json', 'config', 2000, git),
    file('tensor-cache.json', 'model', 90_000, git),
    file('tokenizer.json', 'model', 11_000_000, lfs),
    file('params_shard_0.bin', 'model', 33_000_000, lfs),
    file('params_shard_1.bin', 'model', 34_000_000, lfs),
    {
      name: library.path,
      url: libraryUrl,
      cache: 'webllm/wasm',
      bytes: 4_000_000,
      hash: { kind: 'sha256', hex: hex('c', 64) },
    },
  ])
})

test('a pinned revision is asked for by its commit', async () => {
  const host = hostWithR1()
  const revision = hex('5', 40)
  const pinned = { ...r1, weights: { kind: 'hub', repository, revision, isPinned: true } } as const
  host.filesByUrl.set(`${hub}/api/models/${repository}/tree/${revision}?recursive=1`, goodTree)
  const listed = await list(host, pinned)
  expect(listed.weightsUrl).toBe(`${hub}/${repository}/resolve/${revision}/`)
  expect(listed.commit).toBe(revision)
  expect(host.asked).not.toContain(branch)
})

test('a branch is asked for its commit, and every file is listed by that', async () => {
  const host = hostWithR1()
  const { files } = await list(host, r1)
  const ofHub = files.filter(({ url }) => url.startsWith(hub))
  expect(ofHub).toHaveLength(5)
  expect(ofHub.filter(({ url }) => !url.startsWith(weights))).toEqual([])
  expect(host.asked.filter((url) => url.includes('/main/') || url.endsWith('/main'))).toEqual([
    branch,
  ])
})

test.each([
  ['names no commit', {}],
  ['names something else', { sha: 'main' }],
  ['does not know the question', 404],
])('a hub that %s is listed by the branch, and no commit is claimed', async (_, answer) => {
  const host = hostWithR1()
  host.filesByUrl.set(branch, answer)
  host.filesByUrl.set(`${hub}/api/models/${repository}/tree/main?recursive=1`, goodTree)
  const listed = await list(host, r1)
  expect(listed.weightsUrl).toBe(`${hub}/${repository}/resolve/main/`)
  expect('commit' in listed).toBe(false)
})

test('a hub that fails when it is asked for the commit is asked for nothing else', async () => {
  const host = hostWithR1()
  host.filesByUrl.set(branch, 503)
  expect(await failure(host, r1)).toMatchObject({ kind: 'network' })
  expect(host.asked).toEqual([branch])
})

test('a library that this deployment lacks is told, before anything is fetched', async () => {
  const host = hostWithR1()
  host.filesByUrl.set(libraries, { version: 1, files: [] })
  expect(await failure(host, r1)).toMatchObject({ kind: 'no-library' })
  host.filesByUrl.delete(libraries)
  expect(await failure(host, r1)).toMatchObject({ kind: 'no-library' })
})

test.each([
  ['no weights list', 'tensor-cache.json', 'unusable-model', /has no tensor-cache\.json/],
  ['no config', 'mlc-chat-config.json', 'unusable-model', /has no mlc-chat-config\.json/],
])('a repository with %s is refused by name', async (_, missing, kind, words) => {
  const host = hostWithR1()
  host.filesByUrl.set(
    tree,
    goodTree.filter(({ path }) => path !== missing),
  )
  const error = await failure(host, r1)
  expect(error).toMatchObject({ kind, detail: expect.stringMatching(words) })
})

test.each([
  ['a repository that is not there', 404, 'network'],
  ['a repository that is closed', 401, 'network'],
  ['a hub that is broken', 503, 'network'],
])('%s is a failure with its status', async (_, status, kind) => {
  const host = hostWithR1()
  host.filesByUrl.set(tree, status)
  expect(await failure(host, r1)).toMatchObject({ kind })
})

test('without a network it says that it is offline', async () => {
  const host = hostWithR1()
  host.isOnline = false
  expect(await failure(host, r1)).toMatchObject({ kind: 'offline' })
})

test('the model of this app is listed by the manifest in its folder, library and all', async () => {
  const host = createFakeHost()
  const path = (name: string) => `resolve/0123abcd/${name}`
  const files = ['mlc-chat-config.json', 'nano.wasm', 'params_shard_0.bin'].map((name) => ({
    path: path(name),
    bytes: 3,
    sha256: hex('e', 64),
  }))
  const manifest = { version: 1, revision: '0123abcd', base: path(''), library: 'nano.wasm', files }
  host.filesByUrl.set(`${base}models/nano/manifest.json`, manifest)
  const listed = await list(host, nano)
  expect(listed.libraryUrl).toBe(`${base}models/nano/${path('nano.wasm')}`)
  expect(listed.files.map(({ cache }) => cache).toSorted()).toEqual([
    'webllm/config',
    'webllm/model',
    'webllm/wasm',
  ])
  expect(listed.trust).toBe('stated')
})

test.each([
  ['another version', { version: 2 }],
  ['a revision that leaves its folder', { revision: '../../evil' }],
  ['a library of another folder', { library: '../evil.wasm' }],
  ['a library of another host', { library: 'https://evil.example/a.wasm' }],
])('a manifest with %s lists nothing', async (_, change) => {
  const host = createFakeHost()
  const manifest = { version: 1, revision: '0123abcd', base: 'resolve/a/', library: 'nano.wasm' }
  host.filesByUrl.set(`${base}models/nano/manifest.json`, { ...manifest, files: [], ...change })
  expect(await failure(host, nano)).toMatchObject({ kind: 'unusable-model' })
})

const folder = 'https://models.example/mine/'
const added: CatalogueRecord = {
  ...r1,
  id: 'mine',
  weights: { kind: 'url', folder },
  library: { kind: 'folder', file: 'mine.wasm' },
}
const config = { model_type: 'qwen2', tokenizer_files: ['tokenizer.json', 'vocab.json'] }
const shards = {
  metadata: {},
  records: [{ dataPath: 'params_shard_0.bin', nbytes: 9, md5sum: hex('f', 32), records: [] }],
}

function hostWithFolder(): FakeHost {
  const host = createFakeHost()
  host.filesByUrl.set(`${folder}mlc-chat-config.json`, config)
  host.filesByUrl.set(`${folder}tensor-cache.json`, shards)
  host.filesByUrl.set(`${folder}tokenizer.json`, bytesOf('{}'))
  host.filesByUrl.set(`${folder}mine.wasm`, bytesOf('library'))
  return host
}

test('a folder that states no hashes is measured as it comes first, and says so', async () => {
  const listed = await list(hostWithFolder(), added)
  expect(listed.trust).toBe('first-use')
  expect(listed.libraryUrl).toBe(`${folder}mine.wasm`)
  expect(Object.fromEntries(listed.files.map(({ name, hash }) => [name, hash]))).toEqual({
    'mlc-chat-config.json': { kind: 'sha256', hex: sha256(JSON.stringify(config)) },
    'tensor-cache.json': { kind: 'sha256', hex: sha256(JSON.stringify(shards)) },
    'tokenizer.json': { kind: 'sha256', hex: sha256('{}') },
    'mine.wasm': { kind: 'sha256', hex: sha256('library') },
    'params_shard_0.bin': { kind: 'md5', hex: hex('f', 32) },
  })
})

test('a hub that answers in another way is read as a folder', async () => {
  const host = hostWithR1()
  host.filesByUrl.set(tree, { error: 'later' })
  host.filesByUrl.set(`${weights}mlc-chat-config.json`, config)
  host.filesByUrl.set(`${weights}tensor-cache.json`, shards)
  host.filesByUrl.set(`${weights}tokenizer.json`, bytesOf('{}'))
  expect(await list(host, r1)).toMatchObject({ trust: 'first-use', commit, weightsUrl: weights })
})

test('a folder with a manifest of ours is believed by it, also where missing files are forbidden', async () => {
  const host = hostWithFolder()
  host.filesByUrl.set(`${folder}manifest.json`, 403)
  expect((await list(host, added)).trust).toBe('first-use')
  const files = [{ path: 'resolve/0123abcd/mine.wasm', bytes: 7, sha256: sha256('library') }]
  const manifest = {
    version: 1,
    revision: '0123abcd',
    base: 'resolve/0123abcd/',
    library: 'mine.wasm',
  }
  host.filesByUrl.set(`${folder}manifest.json`, { ...manifest, files })
  const listed = await list(host, added)
  expect(listed.trust).toBe('stated')
  expect(listed.weightsUrl).toBe(`${folder}resolve/0123abcd/`)
})

test.each([
  ['names a shard elsewhere', { records: [{ ...shards.records[0], dataPath: '../a.bin' }] }],
  ['has no hash of a shard', { records: [{ dataPath: 'params_shard_0.bin', nbytes: 9 }] }],
  ['lists nothing', { records: [] }],
])('a list of shards that %s is refused', async (_, wrong) => {
  const host = hostWithFolder()
  host.filesByUrl.set(`${folder}tensor-cache.json`, wrong)
  expect(await failure(host, added)).toMatchObject({ kind: 'unusable-model' })
})

test('a host that the deployment does not allow is not asked', async () => {
  const host = createFakeHost()
  const blocked = {
    ...added,
    weights: { kind: 'url', folder: 'https://blocked.example/m' },
  } as const
  expect(await failure(host, blocked)).toEqual({
    kind: 'blocked-host',
    detail: 'That host is not allowed.',
  })
  expect(host.asked).toEqual([])
})

test('an imported model whose list is gone cannot be listed by anybody', async () => {
  const local = { ...added, weights: { kind: 'local' } } as const
  expect(await failure(createFakeHost(), local)).toMatchObject({ kind: 'unusable-model' })
})

test('a list that is aborted is no failure of the network', async () => {
  const end = new AbortController()
  end.abort()
  const host = hostWithR1()
  const asked = listFiles(r1, host.deps, createAppLibraries(host.deps), end.signal)
  await expect(asked).rejects.toThrow('aborted')
})
