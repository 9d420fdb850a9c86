import { afterEach, beforeEach, expect, test } from 'vitest'

import { planFolder } from '../../../../src/engine/adding/planFolder.ts'
import { createAdding } from '../../../../src/engine/adding/adding.ts'
import type { AddReading } from '../../../../src/engine/adding/plan.ts'
import type { ExportTarget } from '../../../../src/engine/installed/exportModel.ts'
import { createTar, type FolderFile } from '../../../../src/engine/installed/tar.ts'
import { createShelfBench, type ShelfBench } from '../shelf/shelfBench.ts'

let page: ShelfBench

beforeEach(async () => {
  page = await createShelfBench()
})

afterEach(() => page.close())

interface Folder extends ExportTarget {
  readonly files: FolderFile[]
}

function createFolder(): Folder {
  const files: FolderFile[] = []
  return {
    files,
    write: async ({ path, content }) => void files.push({ path: `Model/${path}`, content }),
    finish: async () => undefined,
  }
}

async function exportFirst(): Promise<readonly FolderFile[]> {
  const folder = createFolder()
  await page.shelf.obtain('first', 'keep')
  await page.shelf.exportTo('first', folder, 'folder')
  expect(page.shelf.getState().outcomes.get('first')).toMatchObject({ kind: 'exported' })
  return folder.files
}

/** A page of another device, which has nothing and no network. */
function otherDevice(): ShelfBench {
  page.caches.entriesByCache.clear()
  page.stored.clear()
  page.server.control({ isDown: true })
  return page.openPage()
}

const look = (on: ShelfBench, files: readonly FolderFile[]): Promise<AddReading> =>
  planFolder(files, { source: on.source, records: on.registry.list })

async function importTo(on: ShelfBench, files: readonly FolderFile[]): Promise<void> {
  const reading = await look(on, files)
  if (reading.kind !== 'plan') throw new Error(reading.why)
  const [model] = reading.plan.models
  if (model?.folder === undefined) throw new Error('No folder is planned.')
  await on.shelf.importFrom(model.record, model.folder.files, model.folder.contentByName)
}

const change = (
  files: readonly FolderFile[],
  name: string,
  content: Blob | undefined,
): readonly FolderFile[] =>
  files.flatMap((file) => {
    if (!file.path.endsWith(name)) return [file]
    return content === undefined ? [] : [{ path: file.path, content }]
  })

test('an exported model is whole on another device, under the keys it had', async () => {
  const files = await exportFirst()
  expect(files.map(({ path }) => path).at(-1)).toBe('Model/manifest.json')
  const before = page.kept('webllm/model')
  const other = otherDevice()
  await importTo(other, files)
  expect(other.shelf.getState().outcomes.get('first')).toEqual({ kind: 'imported', bytes: 12_002 })
  expect(other.kept('webllm/model')).toEqual(before)
  expect(page.stored.get('first')).toMatchObject({ state: 'whole', from: 'folder' })
  await other.shelf.obtain('first', 'use')
  expect(other.used).toEqual(['first'])
})

test('an archive of it does as well', async () => {
  const tar = createTar(await exportFirst())
  const other = otherDevice()
  await importTo(other, [{ path: 'Model.tar', content: tar }])
  expect(page.stored.get('first')?.state).toBe('whole')
})

test('a file that was changed on the way is named, and is not kept', async () => {
  const files = await exportFirst()
  const other = otherDevice()
  await importTo(other, change(files, 'first.bin', new Blob(['x'.repeat(9_000)])))
  expect(other.shelf.getState().outcomes.get('first')).toEqual({
    kind: 'damaged',
    names: ['first.bin'],
  })
  expect(other.kept('webllm/model')).toEqual([])
  expect(page.stored.get('first')?.state).toBe('begun')
})

test('a file that is missing or of another length is named before anything is copied', async () => {
  const files = await exportFirst()
  expect(await look(page, change(files, 'first.bin', undefined))).toEqual({
    kind: 'refused',
    why: 'first.bin is missing.',
  })
  expect(await look(page, change(files, 'first.bin', new Blob(['short'])))).toEqual({
    kind: 'refused',
    why: 'first.bin has 5 bytes and should have 9000.',
  })
})

test('a damaged model is not exported: what is wrong is named', async () => {
  await page.shelf.obtain('first', 'keep')
  page.caches.entriesByCache.get('webllm/model')?.clear()
  const folder = createFolder()
  await page.shelf.exportTo('first', folder, 'folder')
  expect(page.shelf.getState().outcomes.get('first')).toEqual({
    kind: 'damaged',
    names: ['first.bin'],
  })
  expect(folder.files.some(({ path }) => path.endsWith('manifest.json'))).toBe(false)
})

test('a folder that says it is the model of the app is refused', async () => {
  const files = await exportFirst()
  const manifest = await files.at(-1)?.content.text()
  const forged = manifest?.replaceAll('"first"', '"ponder-nano"') ?? ''
  expect(await look(page, change(files, 'manifest.json', new Blob([forged])))).toEqual({
    kind: 'refused',
    why: 'It says that it is the model of this app, and it is not.',
  })
})

test('files that claim an address of the app’s own are kept elsewhere', async () => {
  const files = await exportFirst()
  const manifest = await files.at(-1)?.content.text()
  const forged = manifest?.replaceAll(page.server.origin, 'https://ponder.example') ?? ''
  const reading = await look(page, change(files, 'manifest.json', new Blob([forged])))
  const urls = reading.kind === 'plan' ? reading.plan.models[0]?.folder?.files.files : []
  expect(urls?.map(({ url }) => url)).toEqual([
    'https://local.invalid/first/first.bin',
    'https://local.invalid/first/mlc-chat-config.json',
    'https://local.invalid/first/shared.wasm',
  ])
})

test('accepting a plan for a folder imports it', async () => {
  const files = await exportFirst()
  const other = otherDevice()
  const { source, registry, shelf } = other
  const adding = createAdding({ source, records: registry.list, shelf })
  const reading = await adding.lookAtFiles(files)
  if (reading.kind === 'plan') await adding.accept(reading.plan)
  await expect.poll(() => page.stored.get('first')?.state).toBe('whole')
})
