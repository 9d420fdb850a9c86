import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { nanoRecord } from '../../../../src/engine/catalogue/nanoRecord.ts'
import { planFolder } from '../../../../src/engine/adding/planFolder.ts'
import type { AddReading } from '../../../../src/engine/adding/plan.ts'
import type { FolderFile } from '../../../../src/engine/installed/tar.ts'
import { createFakeHost } from '../source/sourceBench.ts'

const nano = new URL('../../../../public/models/nano/resolve', import.meta.url).pathname

/** The embedded model's folder, as somebody else's weights would lie on a disk. */
const folder: readonly FolderFile[] = readdirSync(nano, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.\w+$/.test(path))
  .map((path) => ({
    path: `My model/${path.split('/').at(-1)}`,
    content: new Blob([new Uint8Array(readFileSync(join(nano, path)))]),
  }))

const look = (files: readonly FolderFile[]): Promise<AddReading> =>
  planFolder(files, { source: createFakeHost().deps, records: () => [nanoRecord] })

const without = (name: string): readonly FolderFile[] =>
  folder.filter(({ path }) => !path.endsWith(name))

test('a folder of weights that nobody foresaw becomes a model of this device alone', async () => {
  const reading = await look(folder)
  const model = reading.kind === 'plan' ? reading.plan.models[0] : undefined
  expect(model?.record).toMatchObject({
    id: 'My-model',
    name: 'My model',
    weights: { kind: 'local' },
    library: { kind: 'folder', file: 'nano.wasm' },
    architecture: nanoRecord.architecture,
    longestContext: 2048,
    template: 'r1-distill',
  })
  expect([model?.hosts, model?.vouching]).toEqual([[], 'nobody'])
  expect(model?.folder?.files.files.map(({ url }) => url)).toContain(
    'https://local.invalid/My-model/params_shard_0.bin',
  )
})

test.each([
  ['mlc-chat-config.json', 'There is no mlc-chat-config.json in it.'],
  ['tensor-cache.json', 'tensor-cache.json is missing'],
  ['params_shard_0.bin', 'params_shard_0.bin is missing.'],
  ['tokenizer.json', 'tokenizer.json is missing.'],
  ['nano.wasm', 'There is no library (.wasm) in it.'],
])('without %s it says what is missing', async (name, words) => {
  const reading = await look(without(name))
  expect(reading.kind === 'refused' ? reading.why : '').toContain(words)
})

test('a shard that is too short is named with both lengths', async () => {
  const short = { path: 'My model/params_shard_0.bin', content: new Blob(['x']) }
  const reading = await look([...without('params_shard_0.bin'), short])
  expect(reading).toEqual({
    kind: 'refused',
    why: 'params_shard_0.bin has 1 bytes and should have 1860608.',
  })
})

test('nothing, a broken archive and a file that is no list are told apart', async () => {
  const why = async (files: readonly FolderFile[]): Promise<string> => {
    const reading = await look(files)
    return reading.kind === 'refused' ? reading.why : ''
  }
  expect(await why([])).toBe('There is nothing in it.')
  const tar = { path: 'a.tar', content: new Blob(['no archive']) }
  expect(await why([tar])).toContain('The archive cannot be read.')
  expect(await why([{ path: 'a.json', content: new Blob(['no list']) }])).toBe(
    'The file is not JSON.',
  )
})

test('a list of models shows each with its host, size and licence', async () => {
  const record = {
    ...nanoRecord,
    id: 'theirs',
    role: 'reasoning',
    weights: { kind: 'url', folder: 'https://models.example/theirs/' },
    library: { kind: 'url', url: 'https://blocked.example/a.wasm' },
  }
  const list = (models: unknown): FolderFile => ({
    path: 'list.json',
    content: new Blob([JSON.stringify({ version: 1, models })]),
  })
  const reading = await look([list([record])])
  expect(reading).toMatchObject({
    kind: 'plan',
    plan: {
      source: 'manifest',
      models: [
        {
          hosts: ['models.example', 'blocked.example'],
          blockedHosts: ['blocked.example'],
          isComputed: true,
          replaces: false,
        },
      ],
    },
  })
  const listed = 'DeepSeek-R1-Distill-Qwen-7B-q4f16_1-MLC'
  expect(await look([list([{ ...record, id: listed }])])).toMatchObject({
    kind: 'refused',
    why: expect.stringContaining(`${listed} is in this app’s own list`),
  })
  expect(await look([list([{ ...record, id: 'ponder-nano' }])])).toMatchObject({
    kind: 'refused',
    why: expect.stringContaining('ponder-nano is in this app’s own list and stays as it is.'),
  })
  expect(await look([list([{ ...record, licence: 7 }])])).toMatchObject({
    kind: 'refused',
    why: expect.stringContaining('licence'),
  })
})
