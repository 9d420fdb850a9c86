/** Why the browser's storage could not be used. What is in memory is never touched by it. */
export interface StorageFailure {
  readonly kind: 'quota' | 'closed' | 'refused' | 'newer' | 'silent' | 'unknown'
  readonly detail: string
}

/** The kind behind what IndexedDB throws. */
export const toStorageFailure = (error: unknown): StorageFailure =>
  error instanceof Error ? failureNamed(error) : { kind: 'unknown', detail: String(error) }

/** The names are DOMException's: all that is left of one that comes from a worker. */
export const failureNamed = ({
  name,
  message,
}: Pick<Error, 'name' | 'message'>): StorageFailure => ({
  kind: kinds.get(name) ?? 'unknown',
  detail: `${name}: ${message}`,
})

const kinds = new Map<string, StorageFailure['kind']>([
  ['QuotaExceededError', 'quota'],
  ['InvalidStateError', 'closed'],
  ['AbortError', 'closed'],
  ['SecurityError', 'refused'],
  ['NotAllowedError', 'refused'],
  ['VersionError', 'newer'],
  ['TimeoutError', 'silent'],
])

/** What it means for what was written, and what to do. */
export function describeStorageFailure({ kind, detail }: StorageFailure): string {
  switch (kind) {
    case 'quota':
      return 'The browser has no room left. Everything is still in this window: delete old chats or models, or export them first.'
    case 'closed':
      return 'The browser closed the database. Everything is still in this window, and it is tried again by itself.'
    case 'refused':
      return 'This browser does not let the page keep data, as in some private windows. What you see is lost when the window closes.'
    case 'newer':
      return 'A newer version of this app has changed the stored data. Reload the page to get it.'
    case 'silent':
      return 'The browser’s storage does not answer. Everything is still in this window, and is written as soon as it does. If another tab of this app is open, close it; do not close this one.'
    case 'unknown':
      return `Everything is still in this window, and it is tried again by itself. ${detail}`
  }
}
