import type { CatalogueRecord } from '../catalogue/record.ts'
import type { DownloadState } from '../download/downloadState.ts'
import type { ModelFile, ModelFiles } from '../download/modelFiles.ts'
import type { EngineError, ModelId } from '../engine.ts'
import type { Listing } from './listing.ts'

/** Models on this device: what each is made of, bringing it here, checking and removing it. */
export interface ModelDisk {
  /** The files of a model that is here, from its kept list; else asked of where it lives. */
  list(record: CatalogueRecord, signal: AbortSignal): Promise<Listing>
  /** The list alone that was kept when the model came here; no network. */
  findKept(id: ModelId): Promise<ModelFiles | undefined>
  /** Models of which every file is here. */
  listStored(): Promise<readonly ModelId[]>
  /** Whether every file is here. Nothing is fetched, and nothing hashed that was hashed before. */
  isWhole(files: ModelFiles): Promise<boolean>
  /** Lists and fetches what is missing. Aborting pauses; what has come is kept. Never rejects. */
  bring(record: CatalogueRecord, signal: AbortSignal): Promise<Brought>
  /** Names of the files that are bad or missing; bad ones are removed, and `bring` mends. */
  verify(files: ModelFiles, signal: AbortSignal): Promise<readonly string[]>
  /** Removes a model's files, their parts and its list; a library that another model uses stays. */
  remove(id: ModelId, signal: AbortSignal): Promise<void>
  /** For an imported model: its list first, then each file. */
  keepListing(files: ModelFiles): Promise<void>
  /** Puts a file under its key if it is what it must be; answers whether it was. */
  keepFile(file: ModelFile, bytes: ArrayBuffer): Promise<boolean>
  /** Told of every step of every download of this tab; a state names its model. */
  subscribe(listener: (state: DownloadState) => void): () => void
}

/** How bringing a model here ended. */
export type Brought =
  | { readonly kind: 'here'; readonly files: ModelFiles }
  | { readonly kind: 'paused' }
  | { readonly kind: 'failed'; readonly error: EngineError }
