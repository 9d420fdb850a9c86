import type { BackupFolder, FolderPermission } from '../../src/storage/folder/backupFolder.ts'

/** Where a call to the file system may fail. */
export type FolderStep = 'permission' | 'list' | 'create' | 'write' | 'close' | 'remove'

export interface FakeFolder extends BackupFolder {
  readonly files: Map<string, Blob>
  readonly asked: () => number
  /** From now on: what the browser says, and what the person answers. */
  allow(now: FolderPermission, answer?: FolderPermission): void
  /** These steps fail with this from now on; none do without an error. */
  fail(steps: readonly FolderStep[], error?: Error): void
  /** Called in the midst of a write, which waits for it. */
  onWrite: () => Promise<void> | void
  /** What is lost of a file on the way: bytes that are cut off. */
  cutOff: number
}

/** A folder in memory, that does as Chromium's: a name without bytes first, and the bytes on closing. */
export function fakeFolder(name = 'Backups'): FakeFolder {
  const files = new Map<string, Blob>()
  let failing: readonly FolderStep[] = []
  let failure = new Error('nothing')
  let permission: FolderPermission = 'granted'
  let answer: FolderPermission = 'granted'
  let asked = 0

  async function step(which: FolderStep): Promise<void> {
    await Promise.resolve()
    if (failing.includes(which)) throw failure
  }

  const folder: FakeFolder = {
    name,
    files,
    asked: () => asked,
    cutOff: 0,
    onWrite: () => undefined,
    allow(now, next = 'granted') {
      permission = now
      answer = next
    },
    fail(steps, error = new Error('nothing')) {
      failing = steps
      failure = error
    },
    async permission() {
      await step('permission')
      return permission
    },
    async askPermission() {
      asked += 1
      permission = answer
      await step('permission')
      return permission
    },
    async list(isMeant) {
      await step('list')
      return [...files]
        .filter(([file]) => isMeant(file))
        .map(([file, { size }]) => ({ name: file, bytes: size }))
    },
    async write(file, content, signal) {
      await step('create')
      if (!files.has(file)) files.set(file, new Blob([]))
      await folder.onWrite()
      signal.throwIfAborted()
      await step('write')
      await step('close')
      files.set(file, content.slice(0, content.size - folder.cutOff))
    },
    async remove(file) {
      await step('remove')
      if (!files.delete(file)) throw new DOMException('No such file', 'NotFoundError')
    },
  }
  return folder
}
