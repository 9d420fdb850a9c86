import type { ExportTarget } from './exportModel.ts'
import { createTar, type FolderFile } from './tar.ts'

/** The little of the File System Access API that is used; TypeScript's DOM library lacks the picker. */
interface PickerWindow {
  showDirectoryPicker?: (options: {
    readonly mode: 'read' | 'readwrite'
    readonly id: string
  }) => Promise<FileSystemDirectoryHandle>
}

/** A folder of the person's choice; undefined when they changed their mind, or there is no picker. */
export async function pickFolder(
  mode: 'read' | 'readwrite',
): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    return await (globalThis as PickerWindow).showDirectoryPicker?.({
      mode,
      id: 'models',
    })
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return undefined
    throw thrown
  }
}

export const canPickFolder = (): boolean =>
  typeof (globalThis as PickerWindow).showDirectoryPicker === 'function'

/** Writes into a new folder inside the one that was chosen. */
export function folderTarget(chosen: FileSystemDirectoryHandle, name: string): ExportTarget {
  return {
    async write({ path, content }) {
      const steps = [name, ...path.split('/')]
      const file = steps.pop() ?? ''
      let folder = chosen
      for (const step of steps) folder = await folder.getDirectoryHandle(step, { create: true })
      const stream = await (await folder.getFileHandle(file, { create: true })).createWritable()
      // Closed only when all is written: a file that is there is whole.
      await content.stream().pipeTo(stream)
    },
    finish: () => Promise.resolve(),
  }
}

/** Gathers one archive and has the browser save it like any download. */
export function archiveTarget(name: string): ExportTarget {
  const files: FolderFile[] = []
  return {
    async write({ path, content }) {
      files.push({ path: `${name}/${path}`, content })
    },
    async finish() {
      const link = document.createElement('a')
      link.href = URL.createObjectURL(createTar(files))
      link.download = `${name}.tar`
      link.click()
      // The browser reads on after this; the address is given back when it surely has begun to.
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
    },
  }
}
