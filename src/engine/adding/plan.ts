import type { CatalogueRecord } from '../catalogue/record.ts'
import type { ModelFiles } from '../download/modelFiles.ts'

/** Everything that adding something would do, told before any of it is done. */
export interface AddPlan {
  readonly source: 'address' | 'manifest' | 'folder'
  readonly models: readonly PlannedModel[]
}

export interface PlannedModel {
  readonly record: CatalogueRecord
  /** Bytes that would be fetched or copied: of the weights alone, unless it is a folder's. */
  readonly bytes: number
  /** Computed from the architecture, as nobody states them. */
  readonly isComputed: boolean
  /** Who says what the files must be. */
  readonly vouching: 'host' | 'shards' | 'folder' | 'nobody'
  /** Hosts that would be asked, and those among them that this deployment may not ask. */
  readonly hosts: readonly string[]
  readonly blockedHosts: readonly string[]
  /** Something of ours stands under the same id: this would take its place. */
  readonly replaces: boolean
  /** For a folder: its files, whose hashes are known or taken when they are copied. */
  readonly folder?: PlannedFolder | undefined
}

export interface PlannedFolder {
  readonly files: ModelFiles
  readonly contentByName: ReadonlyMap<string, Blob>
  /** Whether a list in the folder says what the files must be. */
  readonly isListed: boolean
}

export type AddReading =
  | { readonly kind: 'plan'; readonly plan: AddPlan }
  | { readonly kind: 'refused'; readonly why: string }

export const refused = (why: string): AddReading => ({ kind: 'refused', why })
