import type { DeviceFacts } from '../catalogue/device.ts'
import type { DownloadDeps } from '../download/downloadDeps.ts'
import type { ModelId } from '../engine.ts'
import type { InstalledStore } from '../installed/installedModel.ts'
import type { ModelRegistry } from '../modelRegistry.ts'
import type { ModelDisk } from '../source/modelDisk.ts'

export interface ShelfDeps {
  readonly disk: ModelDisk
  readonly registry: ModelRegistry
  readonly store: InstalledStore
  readonly caches: DownloadDeps['caches']
  readonly estimate: DownloadDeps['estimate']
  /** The browser's own, for a trial of the graphics memory. */
  readonly browser: { readonly gpu?: unknown }
  /** Looks at the device anew. */
  readonly probe: () => Promise<DeviceFacts>
  /** The models whose library this deployment lacks. */
  readonly findLacking: () => Promise<ReadonlySet<ModelId>>
  /**
   * Asked when a person wants a model. What it answers makes it the one that answers where they were, and
   * loads it, once its files are here; settles when it is ready, failed or aborted.
   */
  readonly prepareUse: () => (id: ModelId, signal: AbortSignal) => Promise<void>
  /** Frees the device of a model whose files go, and has new chats begin with one that stays. */
  readonly leave: (id: ModelId) => Promise<void>
  /** Asks the browser to keep what is stored; null where it cannot be asked. */
  readonly persist: () => Promise<boolean | null>
  /** Whether it promised to; null where it cannot say. */
  readonly isPersisted: () => Promise<boolean | null>
  /** Calls back each time that the network is there again. */
  readonly onOnline: (listener: () => void) => void
  /** Milliseconds since 1970. */
  readonly now: () => number
}
