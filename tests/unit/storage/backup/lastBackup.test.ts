import { expect, test, vi } from 'vitest'

import { unpackBackup } from '../../../../src/storage/backup/backupFile.ts'
import { planImport, readLibraryFile } from '../../../../src/storage/backup/importing.ts'
import { saveBackup } from '../../../../src/storage/backup/saveBackup.ts'
import { folderBackupKey, lastBackupKey } from '../../../../src/storage/keys.ts'
import { chatSettings } from '../../../fakes/conversations.ts'
import { largeLibrary } from '../../../fakes/libraries.ts'
import { testDisk } from '../../../fakes/testDisk.ts'
import { openWindow } from '../../../fakes/testStorage.ts'

const saved: Blob[] = []
vi.mock('../../../../src/lib/saveFile.ts', async (original) => ({
  ...(await original<object>()),
  saveFile: (_: string, content: Blob) => saved.push(content),
}))

const library = Object.fromEntries(largeLibrary(1, 2).map(({ key, value }) => [key, value]))
const now = new Date(1_800_000_000_000)

test('an export by hand is remembered as the last backup', async () => {
  const disk = await testDisk(library)
  const { storage } = await openWindow(disk)
  expect(await saveBackup(storage, now)).toMatch(/^1 chat was exported/)
  await vi.waitFor(async () =>
    expect(await disk.read(lastBackupKey)).toEqual({ v: 1, at: now.getTime(), to: 'file' }),
  )
})

test('what a newer app remembers of backups is left as it is, and the export is made', async () => {
  const newer = { v: 99 }
  const disk = await testDisk({ ...library, [lastBackupKey]: newer })
  const { storage } = await openWindow(disk)
  saved.length = 0
  await saveBackup(storage, now)
  await storage.flush()
  expect(saved).toHaveLength(1)
  expect(await disk.read(lastBackupKey)).toEqual(newer)
})

test('neither the folder nor the time of a backup leaves in one, and no file brings them in', async () => {
  const own = {
    [lastBackupKey]: { v: 1, at: 1, to: 'file' },
    [folderBackupKey]: { v: 1, secret: 1 },
  }
  const disk = await testDisk({ ...library, ...own })
  const { storage } = await openWindow(disk)
  saved.length = 0
  await saveBackup(storage, now)
  const bytes = new Uint8Array((await saved[0]?.arrayBuffer()) ?? new ArrayBuffer())
  const unpacked = await unpackBackup(bytes)
  expect(unpacked).toMatchObject({ kind: 'unpacked', value: { ponder: 'backup' } })
  expect(JSON.stringify(unpacked)).not.toMatch(/backup\/|secret/)

  const records = Object.entries({ ...library, ...own })
  const file = new File([JSON.stringify({ ponder: 'backup', v: 1, records })], 'x')
  const read = await readLibraryFile(file, chatSettings, 0)
  if (read.kind !== 'library') throw new Error(read.kind)
  const { changes } = await planImport([], read, chatSettings, 0)
  expect(changes.length).toBeGreaterThan(0)
  expect(changes.filter(({ key }) => key.startsWith('backup/'))).toEqual([])
})
