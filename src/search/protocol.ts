import type { Hit } from './hit.ts'

export type ToSearch =
  | { readonly type: 'search'; readonly id: number; readonly query: string }
  /** Nobody waits for this one any more. */
  | { readonly type: 'cancel'; readonly id: number }

export type FromSearch =
  | { readonly type: 'found'; readonly id: number; readonly found: SearchAnswer }
  | { readonly type: 'failed'; readonly id: number; readonly detail: string }
  /** Chats that are read, of all there are. */
  | { readonly type: 'read'; readonly done: number; readonly total: number }

export interface SearchAnswer {
  readonly hits: readonly Hit[]
  /** Places in all, those not shown included. */
  readonly places: number
  /** Not before every chat is read. */
  readonly isWhole: boolean
  /** Milliseconds that it took in the worker. */
  readonly ms: number
}
