import { expect, test } from 'vitest'

import { readLibraryFile } from '../../../../src/storage/backup/importing.ts'
import { createFolderBackup } from '../../../../src/storage/folder/folderBackup.ts'
import type { FolderBackup } from '../../../../src/storage/folder/folderState.ts'
import { describeFolderState } from '../../../../src/storage/folder/folderWords.ts'
import { folderBackupKey, lastBackupKey } from '../../../../src/storage/keys.ts'
import { chatSettings } from '../../../fakes/conversations.ts'
import { fakeFolder, type FakeFolder } from '../../../fakes/fakeFolder.ts'
import { largeLibrary } from '../../../fakes/libraries.ts'
import { testDisk, testTimers, type TestDisk, type TestTimers } from '../../../fakes/testDisk.ts'
import { testLocks } from '../../../fakes/testLocks.ts'

const hour = 3_600_000
const day = 24 * hour

interface Profile {
  readonly disk: TestDisk
  readonly timers: TestTimers
  readonly folder: FakeFolder
  /** Another window, or this one after a restart. */
  readonly open: () => FolderBackup
  /** What happens in the library, and in the window. */
  readonly life: { isBusy: boolean; isReadable: boolean }
  /** Until every window that was started has had its look, and waits for the next. */
  readonly settle: () => Promise<void>
}

async function profile(): Promise<Profile> {
  const disk = await testDisk(
    Object.fromEntries(largeLibrary(2, 4).map(({ key, value }) => [key, value])),
  )
  const timers = testTimers()
  const folder = fakeFolder()
  const locks = testLocks()
  const life = { isBusy: false, isReadable: true }
  let started = 0
  const open = (): FolderBackup =>
    createFolderBackup({
      ...timers,
      database: disk,
      locks,
      readLibrary: () =>
        life.isReadable ? disk.readAll('') : Promise.reject(new Error('torn page')),
      openFolder: (handle) => (handle === 'the folder' ? folder : null),
      isBusy: () => life.isBusy,
      createId: () => '1a2b3c4d',
    })
  return {
    disk,
    timers,
    folder,
    life,
    open() {
      const backup = open()
      return {
        ...backup,
        start() {
          started += 1
          backup.start()
        },
      }
    },
    async settle() {
      while (timers.waiting() < started) await new Promise((done) => setTimeout(done, 1))
    },
  }
}

/** The next file stops midway until it may go on. */
function holdWrite(folder: FakeFolder): { readonly reached: Promise<void>; goOn: () => void } {
  const held = { reached: Promise.resolve(), goOn: (): void => undefined }
  held.reached = new Promise((reach) => {
    folder.onWrite = () => {
      reach()
      return new Promise<void>((resolve) => (held.goOn = resolve))
    }
  })
  return held
}

const chosen = async (home: Profile): Promise<FolderBackup> => {
  const backup = home.open()
  expect(await backup.choose('the folder')).toMatchObject({ kind: 'written' })
  return backup
}

const change = (disk: TestDisk): Promise<void> =>
  disk.write([{ kind: 'put', key: 'draft/new', value: { v: 1, text: `${Math.random()}` } }])

test('it is off until a folder is chosen, and touches nothing', async () => {
  const home = await profile()
  const backup = home.open()
  backup.start()
  await home.settle()
  expect(backup.state.getState()).toEqual({ kind: 'off' })
  expect(home.folder.files.size).toBe(0)
  expect(await home.disk.read(folderBackupKey)).toBeUndefined()
})

test('a chosen folder gets a whole backup at once, that opens as one made by hand does', async () => {
  const home = await profile()
  const backup = await chosen(home)
  expect(backup.state.getState()).toMatchObject({
    kind: 'on',
    folder: 'Backups',
    writtenAt: home.timers.now(),
    failure: null,
    isWriting: false,
  })
  const [file] = home.folder.files.values()
  const read = await readLibraryFile(new File([file ?? ''], 'x'), chatSettings, 0)
  expect(read).toMatchObject({ kind: 'library', madeAt: home.timers.now() })
  expect(read.kind === 'library' && read.library.chats.size).toBe(2)
})

test('no backup holds the folder, its name or when the last was', async () => {
  const home = await profile()
  const backup = await chosen(home)
  await backup.backUpNow()
  for (const file of home.folder.files.values()) {
    const text = await new Response(
      file.stream().pipeThrough(new DecompressionStream('gzip')),
    ).text()
    expect(text).toContain('"chat/')
    for (const word of ['the folder', 'Backups', 'backup/']) expect(text).not.toContain(word)
  }
})

test('the folder is known after a restart, and the time of the last backup is remembered', async () => {
  const home = await profile()
  const { state } = await chosen(home)
  const again = home.open()
  await again.refresh()
  expect(again.state.getState()).toEqual(state.getState())
  expect(await home.disk.read(lastBackupKey)).toEqual({
    v: 1,
    at: home.timers.now(),
    to: 'folder',
  })
})

test('once a day, and only when something has changed since', async () => {
  const home = await profile()
  const backup = await chosen(home)
  backup.start()
  await home.settle()
  await change(home.disk)
  for (let hours = 0; hours < 23; hours += 1) {
    home.timers.pass(hour)
    await home.settle()
  }
  expect(home.folder.files.size).toBe(1)
  home.timers.pass(hour)
  await home.settle()
  expect(home.folder.files.size).toBe(2)
  home.timers.pass(2 * day)
  await home.settle()
  expect(home.folder.files.size).toBe(2)
  await change(home.disk)
  home.timers.pass(hour)
  await home.settle()
  expect(home.folder.files.size).toBe(3)
})

test('a clock that was put back stops nothing', async () => {
  const home = await profile()
  await chosen(home)
  const record = Object(await home.disk.read(folderBackupKey))
  const folder = { ...record.folder, writtenAt: home.timers.now() + 400 * day }
  await home.disk.write([{ kind: 'put', key: folderBackupKey, value: { ...record, folder } }])
  await change(home.disk)
  home.open().start()
  await home.settle()
  expect(home.folder.files.size).toBe(2)
})

test('it waits for the end of a reply', async () => {
  const home = await profile()
  await chosen(home)
  await change(home.disk)
  home.timers.pass(day)
  home.life.isBusy = true
  home.open().start()
  await home.settle()
  expect(home.folder.files.size).toBe(1)
  home.life.isBusy = false
  home.timers.pass(60_000)
  await home.settle()
  expect(home.folder.files.size).toBe(2)
})

test('of many windows one does it', async () => {
  const home = await profile()
  await chosen(home)
  await change(home.disk)
  home.timers.pass(day)
  const windows = [home.open(), home.open(), home.open()]
  for (const backup of windows) backup.start()
  await home.settle()
  home.timers.pass(hour)
  await home.settle()
  expect(home.folder.files.size).toBe(2)
  for (const { state } of windows)
    expect(state.getState()).toMatchObject({ kind: 'on', writtenAt: home.timers.now() - hour })
})

test('while one window writes, another one says so', async () => {
  const home = await profile()
  const backup = await chosen(home)
  const held = holdWrite(home.folder)
  const writing = backup.backUpNow()
  await held.reached
  expect(backup.state.getState()).toMatchObject({ kind: 'on', isWriting: true })
  expect(await home.open().backUpNow()).toEqual({ kind: 'elsewhere' })
  expect(await backup.backUpNow()).toEqual({ kind: 'elsewhere' })
  held.goOn()
  expect(await writing).toMatchObject({ kind: 'written' })
  expect(backup.state.getState()).toMatchObject({ isWriting: false })
})

test('a permission that the browser has dropped is asked for once, by a click and not by itself', async () => {
  const home = await profile()
  await chosen(home)
  await change(home.disk)
  home.timers.pass(day)
  home.folder.allow('prompt', 'granted')
  const backup = home.open()
  backup.start()
  await home.settle()
  expect(home.folder.asked()).toBe(0)
  expect(home.folder.files.size).toBe(1)
  expect(backup.state.getState()).toMatchObject({ kind: 'permission', isRefused: false })
  // What was due meanwhile is written at once.
  expect(await backup.allow()).toMatchObject({ kind: 'written' })
  expect(home.folder.asked()).toBe(1)
  expect(backup.state.getState()).toMatchObject({ kind: 'on' })
})

test('a permission that is refused leaves it waiting, and says so', async () => {
  const home = await profile()
  const backup = await chosen(home)
  home.folder.allow('prompt', 'denied')
  expect(await backup.backUpNow()).toEqual({ kind: 'nothing' })
  const state = backup.state.getState()
  expect(state).toMatchObject({ kind: 'permission', isRefused: true })
  expect(describeFolderState(state).join(' ')).toContain('did not allow it')
})

test('a browser that cannot even say whether it allows counts as one that wants to be asked', async () => {
  const home = await profile()
  const backup = await chosen(home)
  home.folder.fail(['permission'])
  await backup.refresh()
  expect(backup.state.getState()).toMatchObject({ kind: 'permission' })
  expect(await backup.allow()).toEqual({ kind: 'nothing' })
})

test.each([
  ['list', 'NotFoundError', 'gone', 'moved, renamed or deleted'],
  ['create', 'NotAllowedError', 'refused', 'did not let this app write'],
  ['write', 'QuotaExceededError', 'full', 'disk is full'],
  ['close', 'NoModificationAllowedError', 'in use', 'in use'],
  ['close', 'DataError', 'unknown', 'DataError'],
] as const)(
  'a failure to %s by %s is told as one, remembered, and tried again within the hour',
  async (step, name, kind, words) => {
    const home = await profile()
    const backup = await chosen(home)
    const writtenAt = home.timers.now()
    backup.start()
    await home.settle()
    await change(home.disk)
    home.folder.fail([step], new DOMException('no', name))
    home.timers.pass(day)
    await home.settle()
    const state = backup.state.getState()
    expect(state).toMatchObject({
      kind: 'on',
      writtenAt,
      failure: { kind, at: writtenAt + day },
    })
    expect(describeFolderState(state).join(' ')).toContain(words)
    const other = home.open()
    await other.refresh()
    expect(other.state.getState()).toEqual(state)
    expect(home.folder.files.size).toBe(1)
    expect(await home.disk.read(lastBackupKey)).toMatchObject({ at: writtenAt })
    home.folder.fail([])
    home.timers.pass(hour)
    await home.settle()
    expect(home.folder.files.size).toBe(2)
    expect(backup.state.getState()).toMatchObject({ failure: null })
  },
)

test('where not everything can be read, nothing is written', async () => {
  const home = await profile()
  const backup = await chosen(home)
  home.life.isReadable = false
  expect(await backup.backUpNow()).toMatchObject({ kind: 'failed', failure: { kind: 'unread' } })
  expect(home.folder.files.size).toBe(1)
})

test('a folder that cannot be remembered is told, and nothing is written to it', async () => {
  const home = await profile()
  home.disk.failWith(new DOMException('full', 'QuotaExceededError'))
  const backup = home.open()
  expect(await backup.choose('the folder')).toMatchObject({
    kind: 'failed',
    failure: { kind: 'unkept' },
  })
  expect(home.folder.files.size).toBe(0)
  expect(backup.state.getState()).toEqual({ kind: 'off' })
})

test('a backup that could not be noted down is not written again each hour', async () => {
  const home = await profile()
  const backup = await chosen(home)
  backup.start()
  await home.settle()
  await change(home.disk)
  home.disk.failWith(new DOMException('full', 'QuotaExceededError'))
  for (const ms of [day, hour, hour]) {
    home.timers.pass(ms)
    await home.settle()
  }
  expect(home.folder.files.size).toBe(2)
  expect(backup.state.getState()).toMatchObject({ writtenAt: home.timers.now() - 2 * hour })
})

test('stopping gives up what is being written, and leaves the files that are there', async () => {
  const home = await profile()
  const backup = await chosen(home)
  const held = holdWrite(home.folder)
  const writing = backup.backUpNow()
  await held.reached
  expect(await backup.stop()).toBe(true)
  held.goOn()
  expect(await writing).toEqual({ kind: 'stopped' })
  expect(home.folder.files.size).toBe(1)
  expect(backup.state.getState()).toEqual({ kind: 'off' })
  expect(await home.open().backUpNow()).toEqual({ kind: 'nothing' })
})

test('the files keep their library’s name when the folder is stopped and chosen again', async () => {
  const home = await profile()
  const backup = await chosen(home)
  await backup.stop()
  await backup.choose('the folder')
  const names = [...home.folder.files.keys()]
  expect(names).toHaveLength(2)
  for (const name of names) expect(name).toContain('-1a2b3c4d.backup.ponder')
})

test('a damaged record is told, and set aside when a folder is chosen again', async () => {
  const home = await profile()
  const damaged = { v: 1, library: 7 }
  await home.disk.write([{ kind: 'put', key: folderBackupKey, value: damaged }])
  const backup = home.open()
  await backup.refresh()
  expect(backup.state.getState()).toEqual({ kind: 'damaged' })
  expect(await backup.choose('the folder')).toMatchObject({ kind: 'written' })
  expect(await home.disk.read(`broken/${folderBackupKey}`)).toMatchObject({ raw: damaged })
})

test('what is no folder any more is told as damaged', async () => {
  const home = await profile()
  const backup = home.open()
  await backup.choose('something else')
  expect(backup.state.getState()).toEqual({ kind: 'damaged' })
})

test('what a newer app keeps is left as it is', async () => {
  const home = await profile()
  const newer = { v: 99, tomorrow: true }
  await home.disk.write([
    { kind: 'put', key: folderBackupKey, value: newer },
    { kind: 'put', key: lastBackupKey, value: newer },
  ])
  const backup = home.open()
  backup.start()
  await home.settle()
  await backup.choose('the folder')
  await backup.stop()
  expect(backup.state.getState()).toEqual({ kind: 'newer' })
  expect(home.folder.files.size).toBe(0)
  for (const key of [folderBackupKey, lastBackupKey])
    expect(await home.disk.read(key)).toEqual(newer)
})

test('after a failure one is written though nothing has changed, so that the failure ends', async () => {
  const home = await profile()
  const backup = await chosen(home)
  home.folder.fail(['write'], new DOMException('no', 'QuotaExceededError'))
  expect(await backup.backUpNow()).toMatchObject({ kind: 'failed' })
  home.folder.fail([])
  home.timers.pass(day)
  backup.start()
  await home.settle()
  expect(backup.state.getState()).toMatchObject({ writtenAt: home.timers.now(), failure: null })
})
