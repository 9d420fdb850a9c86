import type { BackupFolder } from './backupFolder.ts'
import { freeName, isOwnName, outlived } from './backupNames.ts'
import { FolderError } from './folderFailure.ts'

interface BackupToWrite {
  readonly content: Blob
  readonly library: string
  readonly now: number
}

/**
 * One backup more in the folder. Only once it lies there whole do older ones go; whatever fails before that
 * takes away nothing but what it began itself.
 */
export async function writeBackup(
  folder: BackupFolder,
  { content, library, now }: BackupToWrite,
  signal: AbortSignal,
): Promise<void> {
  const isOwn = isOwnName(library)
  const name = freeName(await folder.list(isOwn), now, library)
  signal.throwIfAborted()
  try {
    await folder.write(name, content, signal)
    const files = await folder.list(isOwn)
    const written = files.find((file) => file.name === name)
    if (written?.bytes !== content.size) throw new FolderError('cut off')
    for (const old of outlived(files, name))
      // One that another program holds goes with the next backup.
      await folder.remove(old).catch(() => undefined)
  } catch (error) {
    await folder.remove(name).catch(() => undefined)
    throw error
  }
}
