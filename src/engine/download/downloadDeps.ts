/** What the download manager needs of the browser, so that tests can hand in their own. */

export interface FileCache {
  match(url: string): Promise<Response | undefined>
  put(url: string, response: Response): Promise<void>
  delete(url: string): Promise<boolean>
  keys(): Promise<readonly { readonly url: string }[]>
}

export interface FileCaches {
  open(name: string): Promise<FileCache>
}

export interface Locks {
  request(
    name: string,
    options: { readonly signal: AbortSignal },
    work: () => Promise<void>,
  ): Promise<void>
}

export interface DownloadDeps {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly caches: FileCaches
  readonly locks: Locks
  readonly estimate: () => Promise<{ readonly usage?: number; readonly quota?: number }>
  readonly isOnline: () => boolean
  /** The page's own origin. */
  readonly origin: string
  readonly now: () => number
  readonly random: () => number
  /** Runs something later; answers how to call it off. */
  readonly after: (milliseconds: number, run: () => void) => () => void
  readonly limits: DownloadLimits
}

export interface DownloadLimits {
  readonly parallel: number
  /** A part is kept each time that so much has come, so a killed tab loses no more than this. */
  readonly pieceBytes: number
  /** A connection that is silent for so long counts as lost. */
  readonly silenceMs: number
  /** Losses in a row, none of which brought the file further, after which it is given up. */
  readonly tries: number
  readonly firstDelayMs: number
  readonly longestDelayMs: number
}

export const usualLimits: DownloadLimits = {
  parallel: 4,
  pieceBytes: 2 * 2 ** 20,
  silenceMs: 30_000,
  tries: 6,
  firstDelayMs: 500,
  longestDelayMs: 30_000,
}
