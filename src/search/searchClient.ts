import { createStore, type StoreApi } from 'zustand/vanilla'

import type { FromSearch, SearchAnswer, ToSearch } from './protocol.ts'

/** The part of a worker that is used. */
export interface SearchWorker {
  postMessage(message: ToSearch): void
  addEventListener(type: 'message', listener: (event: { readonly data: FromSearch }) => void): void
  addEventListener(type: 'error', listener: () => void): void
  terminate(): void
}

export interface SearchState {
  /** Chats that are read, of all there are; null before the first search. */
  readonly read: { readonly done: number; readonly total: number } | null
}

export type SearchResult =
  | { readonly kind: 'found'; readonly answer: SearchAnswer }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'failed'; readonly detail: string }

export interface SearchClient {
  readonly state: Pick<StoreApi<SearchState>, 'getState' | 'getInitialState' | 'subscribe'>
  search(query: string, signal: AbortSignal): Promise<SearchResult>
}

/** The worker is started by the first search, and once more if it died. */
export function createSearchClient(startWorker: () => SearchWorker): SearchClient {
  const state = createStore<SearchState>(() => ({ read: null }))
  const waiting = new Map<number, (result: SearchResult) => void>()
  let worker: SearchWorker | null = null
  let last = 0

  function settle(id: number, result: SearchResult): void {
    waiting.get(id)?.(result)
    waiting.delete(id)
  }

  function failAll(detail: string): void {
    for (const id of waiting.keys()) settle(id, { kind: 'failed', detail })
    worker?.terminate()
    worker = null
    state.setState({ read: null })
  }

  function start(): SearchWorker {
    const started = startWorker()
    started.addEventListener('message', ({ data }) => {
      if (data.type === 'found') settle(data.id, { kind: 'found', answer: data.found })
      else if (data.type === 'failed') failAll(data.detail)
      else state.setState({ read: { done: data.done, total: data.total } })
    })
    started.addEventListener('error', () => failAll('The search stopped.'))
    return started
  }

  return {
    state,
    search: (query, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve({ kind: 'aborted' })
        worker ??= start()
        const id = (last += 1)
        waiting.set(id, resolve)
        signal.addEventListener(
          'abort',
          () => {
            if (waiting.has(id)) worker?.postMessage({ type: 'cancel', id })
            settle(id, { kind: 'aborted' })
          },
          { once: true },
        )
        worker.postMessage({ type: 'search', id, query })
      }),
  }
}
