import { expect, test } from 'vitest'

import { keptFiles } from '../../../../src/storage/folder/backupNames.ts'
import { writeBackup } from '../../../../src/storage/folder/writeBackup.ts'
import { fakeFolder, type FakeFolder, type FolderStep } from '../../../fakes/fakeFolder.ts'

const content = new Blob(['all chats'])
const library = '1a2b3c4d'
const day = 86_400_000
const write = (folder: FakeFolder, now: number, signal = new AbortController().signal) =>
  writeBackup(folder, { content, library, now }, signal)

const strangers = [
  'taxes.pdf',
  'ponder-2026-11-25.backup.ponder',
  'ponder-1999-01-01-000000-ffffffff.backup.ponder',
]

/** A folder with a week of backups, and files that are none of ours. */
async function fullFolder(): Promise<FakeFolder> {
  const folder = fakeFolder()
  for (const name of strangers) folder.files.set(name, new Blob(['mine']))
  for (let at = 0; at < keptFiles; at += 1) await write(folder, at * day)
  return folder
}

const namesIn = ({ files }: FakeFolder): readonly string[] => [...files.keys()].toSorted()

test('the oldest goes when there are too many, and nothing else in the folder is touched', async () => {
  const folder = await fullFolder()
  const before = namesIn(folder)
  await write(folder, 7 * day)
  await write(folder, 8 * day)
  const own = namesIn(folder).filter((name) => !strangers.includes(name))
  expect(own).toHaveLength(keptFiles)
  expect(own[0]).toContain('1970-01-03')
  expect(own.at(-1)).toContain('1970-01-09')
  expect(namesIn(folder).length).toBe(before.length)
  for (const name of strangers) expect(await folder.files.get(name)?.text()).toBe('mine')
})

test.each<[FolderStep, string]>([
  ['list', 'NotFoundError'],
  ['create', 'NotAllowedError'],
  ['write', 'QuotaExceededError'],
  ['close', 'QuotaExceededError'],
])('a failure to %s takes nothing away and leaves nothing behind', async (step, name) => {
  const folder = await fullFolder()
  const before = new Map(folder.files)
  folder.fail([step], new DOMException('no', name))
  await expect(write(folder, 7 * day)).rejects.toMatchObject({ name })
  expect(folder.files).toEqual(before)
})

test('a file that is not whole is taken away again, and none that was there', async () => {
  const folder = await fullFolder()
  const before = new Map(folder.files)
  folder.cutOff = 3
  await expect(write(folder, 7 * day)).rejects.toMatchObject({ kind: 'cut off' })
  expect(folder.files).toEqual(before)
})

test('one that is given up midway leaves the folder as it was', async () => {
  const folder = await fullFolder()
  const before = new Map(folder.files)
  const control = new AbortController()
  folder.onWrite = () => control.abort()
  await expect(write(folder, 7 * day, control.signal)).rejects.toMatchObject({ name: 'AbortError' })
  expect(folder.files).toEqual(before)
})

test('what a crash left without bytes counts as no backup, and goes once a whole one is there', async () => {
  const folder = await fullFolder()
  folder.fail(['write', 'remove'], new Error('the machine died'))
  await expect(write(folder, 7 * day)).rejects.toThrow('the machine died')
  folder.fail([])
  const torn = namesIn(folder).filter((name) => folder.files.get(name)?.size === 0)
  expect(torn).toHaveLength(1)
  await write(folder, 8 * day)
  expect(namesIn(folder)).not.toContain(torn[0])
  expect(namesIn(folder)).toHaveLength(strangers.length + keptFiles)
})

test('an old file that cannot be removed is no failure, and goes with a later one', async () => {
  const folder = await fullFolder()
  folder.fail(['remove'], new DOMException('in use', 'NoModificationAllowedError'))
  await write(folder, 7 * day)
  expect(namesIn(folder)).toHaveLength(strangers.length + keptFiles + 1)
  folder.fail([])
  await write(folder, 8 * day)
  expect(namesIn(folder)).toHaveLength(strangers.length + keptFiles)
})
