import { emptySnapshot, type Snapshot } from './pendingChanges.ts'

/** What this window knows to be on the disk: what differs from it is to be written. */
export interface DiskMemory {
  readonly saved: () => Snapshot
  readonly setSaved: (saved: Snapshot) => void
}

export function createDiskMemory(): DiskMemory {
  let saved = emptySnapshot
  return {
    saved: () => saved,
    setSaved(next) {
      saved = next
    },
  }
}
