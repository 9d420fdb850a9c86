import { createStore, type StoreApi } from 'zustand/vanilla'

import type { Lens } from '../reasoning/lens/lens.ts'
import type { ChatId, MessageId } from './message.ts'

/** What is stored of a reply's probabilities, apart from the reply: packed, and read only to be shown. */
export interface LensRecord {
  readonly chatId: ChatId
  readonly messageId: MessageId
  readonly temperature: number
  readonly words: readonly (readonly [id: number, text: string])[]
  /** Bytes as base64url, one for each part of the reply. */
  readonly parts: readonly { readonly kind: 'reasoning' | 'answer'; readonly data: string }[]
}

interface LensState {
  /** Those that are whole. A deleted reply's stays here, for undo. */
  readonly records: ReadonlyMap<MessageId, LensRecord>
  /** Those of replies under way, a new value a frame. */
  readonly live: ReadonlyMap<MessageId, Lens>
}

/** Probabilities of tokens, for the replies that were written with the lens on. */
export interface LensStore extends Pick<
  StoreApi<LensState>,
  'getState' | 'getInitialState' | 'subscribe'
> {
  /** Found on disk; those that are here win. */
  addStored(records: readonly LensRecord[]): void
  keep(record: LensRecord): void
  /** Those of a chat that is on the disk and not looked at: they are read again with it. */
  letGo(chat: ChatId): void
  /** Nothing any more once it is null. */
  show(id: MessageId, lens: Lens | null): void
}

export function createLensStore(): LensStore {
  const { getState, getInitialState, subscribe, setState } = createStore<LensState>(() => ({
    records: new Map(),
    live: new Map(),
  }))
  return {
    getState,
    getInitialState,
    subscribe,
    addStored: (found) =>
      setState(({ records }) => ({
        records: new Map([...found.map((one) => [one.messageId, one] as const), ...records]),
      })),
    keep: (record) =>
      setState(({ records }) => ({ records: new Map(records).set(record.messageId, record) })),
    letGo: (chat) =>
      setState((state) => {
        const kept = [...state.records].filter(([, { chatId }]) => chatId !== chat)
        return kept.length === state.records.size ? state : { records: new Map(kept) }
      }),
    show: (id, lens) =>
      setState((state) => {
        const live = new Map(state.live)
        if (lens === null) live.delete(id)
        else live.set(id, lens)
        return { live }
      }),
  }
}
