import { readTar, type FolderFile } from './tar.ts'

/** The files of a folder that was picked: paths are from the folder's parent, as the browser tells them. */
export const filesOfInput = (files: Iterable<File>): readonly FolderFile[] =>
  [...files].map((file) => ({ path: file.webkitRelativePath || file.name, content: file }))

/** The files of a folder that the browser lets the page read. */
export async function filesOfHandle(
  folder: FileSystemDirectoryHandle,
  path = folder.name,
): Promise<readonly FolderFile[]> {
  const files: FolderFile[] = []
  for await (const [name, entry] of folder.entries()) {
    const at = `${path}/${name}`
    if (entry.kind === 'file') files.push({ path: at, content: await entry.getFile() })
    else files.push(...(await filesOfHandle(entry, at)))
  }
  return files
}

/** What is dropped must be asked for at once; reading it may take its time afterwards. */
export function filesOfDrop(items: DataTransferItemList): Promise<readonly FolderFile[]> {
  const entries = [...items]
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null)
  return Promise.all(entries.map(filesOfEntry)).then((found) => found.flat())
}

async function filesOfEntry(entry: FileSystemEntry): Promise<readonly FolderFile[]> {
  if (entry.isFile) {
    const content = await new Promise<File>((resolve, reject) => {
      ;(entry as FileSystemFileEntry).file(resolve, reject)
    })
    return [{ path: entry.fullPath.replace(/^\//, ''), content }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const inside: FileSystemEntry[] = []
  for (;;) {
    // A reader gives some at a time, and an empty list at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject)
    })
    if (some.length === 0) break
    inside.push(...some)
  }
  return (await Promise.all(inside.map(filesOfEntry))).flat()
}

/** An archive counts as the folder that it was made of. Throws an Error when it cannot be read. */
export async function openArchives(files: readonly FolderFile[]): Promise<readonly FolderFile[]> {
  const [only, ...rest] = files
  if (only === undefined || rest.length > 0 || !only.path.endsWith('.tar')) return files
  return readTar(only.content)
}
