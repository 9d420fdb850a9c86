import type { BackupFolder, FolderFile, FolderPermission } from './backupFolder.ts'

const mode = { mode: 'readwrite' } as const

/** What TypeScript's DOM does not have, as only some browsers do. */
interface AskingHandle extends FileSystemDirectoryHandle {
  queryPermission(what: typeof mode): Promise<FolderPermission>
  requestPermission(what: typeof mode): Promise<FolderPermission>
}

interface PickingWindow {
  showDirectoryPicker(
    options: typeof mode & { readonly id: string },
  ): Promise<FileSystemDirectoryHandle>
}

/** The folder that a person picks, to be kept and opened later; null if they picked none. */
export async function pickFolder(picker: unknown): Promise<FileSystemDirectoryHandle | null> {
  try {
    return await (picker as PickingWindow).showDirectoryPicker({ ...mode, id: 'ponder-backups' })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null
    throw error
  }
}

/** Null for anything but a folder's handle, as a damaged record may hold. */
export function openBrowserFolder(found: unknown): BackupFolder | null {
  if (!(found instanceof FileSystemDirectoryHandle)) return null
  const handle = found as AskingHandle
  return {
    name: handle.name,
    permission: () => handle.queryPermission(mode),
    askPermission: () => handle.requestPermission(mode),
    async list(isMeant) {
      const files: FolderFile[] = []
      for await (const entry of handle.values())
        if (entry instanceof FileSystemFileHandle && isMeant(entry.name))
          files.push({ name: entry.name, bytes: (await entry.getFile()).size })
      return files
    },
    async write(name, content, signal) {
      const file = await handle.getFileHandle(name, { create: true })
      // Goes to a file of the browser's own, which takes the name's place once it is whole.
      const target = await file.createWritable()
      await content.stream().pipeTo(target, { signal })
    },
    remove: (name) => handle.removeEntry(name),
  }
}
