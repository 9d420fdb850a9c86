import type { Finish, ThoughtEnd } from './engine.ts'

/**
 * What the worker keeps of a reply before the window sees it. The engine knows when; how and where is handed
 * in by the worker's entry, since only `storage` knows the disk.
 */

/** Which reply a segment writes, and where in it the segment begins; the engine passes both on unread. */
export interface SegmentJournal {
  readonly reply: string
  /** The reply as it stands now, whole: with it what follows can be read without anything else. */
  readonly head: unknown
}

/** One thing that happened to a reply, as it is kept. */
export type JournalEntry =
  | { readonly kind: 'prompt'; readonly tokens: number }
  /** `at` as in the engine's own event. */
  | { readonly kind: 'tokens'; readonly text: string; readonly at: readonly number[] }
  | {
      readonly kind: 'end'
      readonly finish: Finish | ThoughtEnd
      readonly usage: { readonly promptTokens: number; readonly prefillMs: number }
    }

/** One segment on the disk. */
export interface JournalRun {
  /** All of the entries are kept after those before them, or none and it rejects. Never asked twice at once. */
  append(entries: readonly JournalEntry[]): Promise<void>
}

export type OpenJournal = (segment: SegmentJournal) => JournalRun

/** Why nothing can be kept, by the names of DOMException. */
export interface JournalFailure {
  readonly name: string
  readonly message: string
}
