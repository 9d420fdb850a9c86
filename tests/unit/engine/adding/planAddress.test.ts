import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import manifest from '../../../../public/models/nano/manifest.json' with { type: 'json' }
import { nanoRecord } from '../../../../src/engine/catalogue/nanoRecord.ts'
import type { CatalogueRecord } from '../../../../src/engine/catalogue/record.ts'
import { planAddress } from '../../../../src/engine/adding/planAddress.ts'
import type { AddReading } from '../../../../src/engine/adding/plan.ts'
import { createFakeHost, type FakeHost } from '../source/sourceBench.ts'

const read = (name: string): object =>
  JSON.parse(
    readFileSync(
      new URL(`../../../../public/models/nano/${manifest.base}${name}`, import.meta.url),
      'utf8',
    ),
  ) as object

const folder = 'https://models.example/tiny/'

function hostWith(base: string): FakeHost {
  const host = createFakeHost()
  for (const name of ['mlc-chat-config.json', 'tensor-cache.json'])
    host.filesByUrl.set(base + name, read(name))
  return host
}

const look = (
  host: FakeHost,
  library = '',
  records: readonly CatalogueRecord[] = [nanoRecord],
): Promise<AddReading> =>
  planAddress(
    folder,
    library,
    { source: host.deps, records: () => records },
    new AbortController().signal,
  )

test('a folder is read by its two descriptions, and nothing large is fetched', async () => {
  const host = hostWith(folder)
  const reading = await look(host, 'https://libraries.example/tiny.wasm')
  expect(reading).toMatchObject({
    kind: 'plan',
    plan: {
      source: 'address',
      models: [
        {
          record: {
            id: 'tiny',
            weights: { kind: 'url', folder },
            library: { kind: 'url', url: 'https://libraries.example/tiny.wasm' },
            architecture: nanoRecord.architecture,
          },
          bytes: 1_860_608,
          hosts: ['models.example', 'libraries.example'],
          blockedHosts: [],
          vouching: 'shards',
        },
      ],
    },
  })
  expect(host.asked.map((url) => url.split('/').at(-1))).toEqual([
    'manifest.json',
    'mlc-chat-config.json',
    'tensor-cache.json',
  ])
})

test('a folder with a manifest says where its files lie and has its own library', async () => {
  const host = hostWith(folder + manifest.base)
  host.filesByUrl.set(`${folder}manifest.json`, manifest)
  expect(await look(host)).toMatchObject({
    plan: {
      models: [
        {
          record: {
            weights: { kind: 'url', folder: folder + manifest.base },
            library: { kind: 'folder', file: 'nano.wasm' },
          },
          vouching: 'host',
        },
      ],
    },
  })
})

test('a model that is built like one of ours gets its library', async () => {
  const sister = { ...nanoRecord, library: { kind: 'app', file: 'sister.wasm' } } as const
  expect(await look(hostWith(folder), '', [sister])).toMatchObject({
    plan: { models: [{ record: { library: { kind: 'app', file: 'sister.wasm' } } }] },
  })
})

test.each([
  ['', 'the address of its library (.wasm) is needed too'],
  ['https://libraries.example/tiny', 'ends in .wasm'],
  ['http://libraries.example/tiny.wasm', 'begins with https://'],
])('with the library %j it says what is needed', async (library, words) => {
  const reading = await look(hostWith(folder), library)
  expect(reading.kind === 'refused' ? reading.why : '').toContain(words)
})

test('a folder that is not there, a blocked host and no network are told in words', async () => {
  const why = async (host: FakeHost, address = folder): Promise<string> => {
    const deps = { source: host.deps, records: () => [] }
    const reading = await planAddress(address, '', deps, new AbortController().signal)
    return reading.kind === 'refused' ? reading.why : ''
  }
  expect(await why(createFakeHost())).toContain('no mlc-chat-config.json')
  expect(await why(createFakeHost(), 'https://blocked.example/a')).toBe('That host is not allowed.')
  const offline = createFakeHost()
  offline.isOnline = false
  expect(await why(offline)).toContain('You are offline.')
  expect(await why(createFakeHost(), 'a word')).toContain('no address of a folder')
})

const commit = '7'.repeat(40)
const repository = 'someone/tiny'
const hub = 'https://huggingface.co'
const lookAtHub = (host: FakeHost, name = repository): Promise<AddReading> =>
  planAddress(
    `${hub}/${name}`,
    'https://libraries.example/tiny.wasm',
    { source: host.deps, records: () => [nanoRecord] },
    new AbortController().signal,
  )

test('a repository on the hub is planned by the commit that its branch is at', async () => {
  const host = hostWith(`${hub}/${repository}/resolve/${commit}/`)
  host.filesByUrl.set(`${hub}/api/models/${repository}/revision/main`, { sha: commit })
  expect(await lookAtHub(host)).toMatchObject({
    kind: 'plan',
    plan: { models: [{ record: { weights: { revision: commit, isPinned: true } } }] },
  })
})

test('a hub that names no commit leaves the plan at its branch', async () => {
  const host = hostWith(`${hub}/${repository}/resolve/main/`)
  expect(await lookAtHub(host)).toMatchObject({
    kind: 'plan',
    plan: { models: [{ record: { weights: { revision: 'main', isPinned: false } } }] },
  })
})

test('a model of the app’s own list is not added a second time, and no other goes by its id', async () => {
  const name = 'DeepSeek-R1-Distill-Qwen-7B-q4f16_1-MLC'
  expect(await lookAtHub(createFakeHost(), `mlc-ai/${name}`)).toEqual({
    kind: 'refused',
    why: 'This is R1 Distill Qwen 7B (q4f16_1), which is in the list already.',
  })
  const host = hostWith(`${hub}/someone/${name}/resolve/main/`)
  expect(await lookAtHub(host, `someone/${name}`)).toMatchObject({
    kind: 'plan',
    plan: { models: [{ record: { id: `${name}-added` }, replaces: false }] },
  })
})
