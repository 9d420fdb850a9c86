import type { SavingState } from './autosave.ts'
import type { BrokenRecord } from './brokenRecords.ts'
import type { StorageFailure } from './storageFailure.ts'

/** What there is to say of what is kept. */
export interface StorageState {
  readonly saving: SavingState
  /** Why what is being written is not on the disk before it is seen; null while it is. */
  readonly journal: StorageFailure | null
  /** Records that did not open; the rest did. */
  readonly broken: readonly BrokenRecord[]
  /** A newer app has changed what is stored: nothing is written from here any more. */
  readonly isOutdated: boolean
}
