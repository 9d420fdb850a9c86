import * as v from 'valibot'

import { dateSchema } from '../fieldSchemas.ts'

/** Why a backup was not written, as it is remembered. */
export const folderFailureSchema = v.object({
  kind: v.picklist(['refused', 'gone', 'full', 'in use', 'cut off', 'unread', 'unkept', 'unknown']),
  /** What the browser says; it may name a file. */
  detail: v.string(),
  at: dateSchema,
})

export type FolderFailure = v.InferOutput<typeof folderFailureSchema>

const kinds = new Map<string, FolderFailure['kind']>([
  ['NotAllowedError', 'refused'],
  ['SecurityError', 'refused'],
  ['NotFoundError', 'gone'],
  ['QuotaExceededError', 'full'],
  ['NoModificationAllowedError', 'in use'],
  ['InvalidStateError', 'in use'],
])

/** A step of the way to a whole file that has a reason of its own to fail. */
export class FolderError extends Error {
  readonly kind: FolderFailure['kind']
  constructor(kind: FolderFailure['kind'], cause?: unknown) {
    super(cause instanceof Error ? String(cause) : kind, { cause })
    this.kind = kind
  }
}

export function toFolderFailure(error: unknown, at: number): FolderFailure {
  if (error instanceof FolderError) return { kind: error.kind, detail: error.message, at }
  const kind = error instanceof Error ? kinds.get(error.name) : undefined
  return { kind: kind ?? 'unknown', detail: String(error), at }
}

/** The reason, and what to do. */
export function describeFolderFailure({ kind, detail }: FolderFailure): string {
  switch (kind) {
    case 'refused':
      return 'The browser did not let this app write there. Press “Back up now” and allow it, or stop and choose another folder.'
    case 'gone':
      return 'The folder is not there any more: it was moved, renamed or deleted, or its disk is not connected. Put it back, or stop and choose another.'
    case 'full':
      return 'The folder’s disk is full. Make room there, or stop and choose a folder on another disk.'
    case 'in use':
      return 'Another program had the folder or the file in use. It is tried again within the hour.'
    case 'cut off':
      return 'The file that was written was not whole, and was removed. Look whether the disk is full or damaged, or stop and choose another folder.'
    case 'unread':
      return `What is stored here could not be read. Reload this page and try again. ${detail}`
    case 'unkept':
      return `This browser could not remember the folder. Make room in its storage and choose the folder again. ${detail}`
    case 'unknown':
      return `It is tried again within the hour. If that does not help, stop and choose another folder. ${detail}`
  }
}
