import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import type {
  InstalledModel,
  InstalledStore,
} from '../../../src/engine/installed/installedModel.ts'
import type { BrokenRecord } from '../../../src/storage/brokenRecords.ts'
import type { Change, Database } from '../../../src/storage/database.ts'
import { modelFormat } from '../../../src/storage/modelRecord.ts'
import { createModelRepository } from '../../../src/storage/modelRepository.ts'
import { readRecord } from '../../../src/storage/record.ts'

const sample: object = JSON.parse(
  readFileSync(new URL('samples/model.v1.json', import.meta.url), 'utf8'),
) as object

interface Bench {
  readonly records: Map<string, unknown>
  readonly broken: BrokenRecord[]
  readonly store: InstalledStore
}

function createBench(entries: readonly (readonly [string, unknown])[] = []): Bench {
  const records = new Map<string, unknown>(entries)
  const broken: BrokenRecord[] = []
  const apply = (change: Change): void => {
    if (change.kind === 'put') records.set(change.key, change.value)
    else records.delete(change.key)
  }
  const database: Database = {
    read: async (key) => records.get(key),
    readAll: async (prefix) =>
      [...records]
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, value]) => ({ key, value })),
    write: async (changes) => changes.forEach(apply),
    update: () => Promise.reject(new Error('not used')),
  }
  const onBroken = (record: BrokenRecord): void => void broken.push(record)
  return { records, broken, store: createModelRepository({ database, onBroken, now: () => 7 }) }
}

function openSample(): InstalledModel {
  const reading = readRecord(modelFormat, sample)
  if (reading.kind !== 'read') throw new Error('The sample does not open.')
  return reading.value
}

test('a model is kept under its id, and comes back as it was', async () => {
  const { records, store } = createBench()
  await store.put(openSample())
  expect([...records]).toEqual([['model/my-model', sample]])
  expect(await store.list()).toEqual([openSample()])
  await store.remove('my-model')
  expect(records.size).toBe(0)
})

test('a damaged record is set aside and told, and the others open', async () => {
  const { records, broken, store } = createBench([
    ['model/my-model', sample],
    ['model/other', { v: 1, record: 'none' }],
    ['model/moved', sample],
  ])
  expect(await store.list()).toEqual([openSample()])
  expect(broken.map(({ key, kind }) => [key, kind])).toEqual([
    ['model/other', 'broken'],
    ['model/moved', 'broken'],
  ])
  expect([...records.keys()]).toEqual([
    'model/my-model',
    'broken/model/other',
    'broken/model/moved',
  ])
})

test('a record of a newer app is told once, and neither read nor written over', async () => {
  const newer = { ...sample, v: 99 }
  const { records, broken, store } = createBench([['model/my-model', newer]])
  expect(await store.list()).toEqual([])
  await store.list()
  await store.put(openSample())
  expect(records.get('model/my-model')).toBe(newer)
  expect(broken).toHaveLength(1)
})
