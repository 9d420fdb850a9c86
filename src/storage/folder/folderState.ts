import type { StoreApi } from 'zustand/vanilla'

import type { FolderFailure } from './folderFailure.ts'

export type FolderBackupState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'off' }
  /** What is kept of the folder does not open: damaged, or written by a newer app. */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'newer' }
  | ({ readonly kind: 'on'; readonly isWriting: boolean } & FolderNews)
  /** The browser wants to ask again; refused: the person has said no to that. */
  | ({ readonly kind: 'permission'; readonly isRefused: boolean } & FolderNews)

interface FolderNews {
  readonly folder: string
  /** Milliseconds since 1970. */
  readonly writtenAt: number | null
  readonly failure: FolderFailure | null
}

export type FolderOutcome =
  | { readonly kind: 'written'; readonly bytes: number }
  /** Nothing to do: too soon, nothing has changed, no folder, or no permission. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'stopped' }
  /** Another tab is at it, or this one already. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'failed'; readonly failure: FolderFailure }

/** Backups into a folder that the person chose, by themselves and when asked. */
export interface FolderBackup {
  readonly state: Pick<StoreApi<FolderBackupState>, 'getState' | 'getInitialState' | 'subscribe'>
  /** Look now and every hour whether one is due. */
  start(): void
  /** What another tab may have changed. */
  refresh(): Promise<void>
  choose(handle: unknown): Promise<FolderOutcome>
  /** Asks for the permission again; only right after a click. */
  allow(): Promise<FolderOutcome>
  /** Whether it is due or not; asks for the permission if need be. */
  backUpNow(): Promise<FolderOutcome>
  /** One that is being written is given up; files that are there stay. False if that could not be kept. */
  stop(): Promise<boolean>
}
