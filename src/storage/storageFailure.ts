/** Why the browser's storage could not be used. What is in memory is never touched by it. */
export interface StorageFailure {
  readonly kind: 'quota' | 'closed' | 'refused' | 'newer' | 'silent' | 'unknown'
  readonly detail: string
}

/** The kind behind what IndexedDB throws; the names are DOMException's. */
export function toStorageFailure(error: unknown): StorageFailure {
  const name = error instanceof Error ? error.name : ''
  const detail = error instanceof Error ? `${name}: ${error.message}` : String(error)
  return { kind: kinds.get(name) ?? 'unknown', detail }
}

const kinds = new Map<string, StorageFailure['kind']>([
  ['QuotaExceededError', 'quota'],
  ['InvalidStateError', 'closed'],
  ['AbortError', 'closed'],
  ['SecurityError', 'refused'],
  ['NotAllowedError', 'refused'],
  ['VersionError', 'newer'],
  ['TimeoutError', 'silent'],
])
