/** What is used of a folder on the person's disk. Every call may reject with what the file system says. */
export interface BackupFolder {
  readonly name: string
  permission(): Promise<FolderPermission>
  /** Asks the person; only right after a click. */
  askPermission(): Promise<FolderPermission>
  /** Files whose names match; of others nothing but the name is looked at. */
  list(isMeant: (name: string) => boolean): Promise<readonly FolderFile[]>
  /** A file that is not there yet. Before it is whole, it is not there or has no bytes. */
  write(name: string, content: Blob, signal: AbortSignal): Promise<void>
  remove(name: string): Promise<void>
}

/** `prompt`: the browser has forgotten that it was allowed, as it may after a restart. */
export type FolderPermission = 'granted' | 'prompt' | 'denied'

export interface FolderFile {
  readonly name: string
  readonly bytes: number
}
