import type { KeptModel } from './pwaState.ts'

/** What offline use and updates need of the browser and of the app. */
export interface PwaDeps {
  /** Undefined where the browser has none, and in development. */
  readonly serviceWorkers: ServiceWorkerContainer | undefined
  readonly locks: Pick<LockManager, 'request'> | undefined
  /** The page, for its address and for knowing when it is looked at. */
  readonly page: Pick<Document, 'baseURI' | 'hidden' | 'addEventListener'>
  readonly network: {
    readonly isOnline: () => boolean
    readonly subscribe: (listener: () => void) => void
  }
  /** The release that this page belongs to. */
  readonly version: string
  /** The model that comes with the app, and the folder of its files. */
  readonly embedded: { readonly name: string; readonly folder: string }
  /** Downloaded models, and whether each is whole. */
  readonly checkModels: (deep: boolean) => Promise<readonly KeptModel[]>
  /** Calls back each time that a model has come, gone or been found damaged. */
  readonly onModels: (listener: () => void) => void
  /** Whether a reply is being written: the page is never reloaded then. */
  readonly isBusy: () => boolean
  /** Keeps everything that only this page holds, before it is reloaded. */
  readonly keepAll: () => Promise<void>
  readonly reload: () => void
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly repeat: (run: () => void, everyMs: number) => void
}
