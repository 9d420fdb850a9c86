import { createStore } from 'zustand/vanilla'

import type { Pwa } from '../../src/pwa/pwa.ts'
import { initialPwaState, type PwaState } from '../../src/pwa/pwaState.ts'

export interface FakePwa extends Pwa {
  set(change: Partial<PwaState>): void
  /** What was asked of it, in order. */
  readonly asked: string[]
}

/** Offline use and updates as a test says they are. */
export function createFakePwa(): FakePwa {
  const store = createStore<PwaState>(() => initialPwaState)
  const asked: string[] = []
  const note = (what: string) => async (): Promise<void> => void asked.push(what)
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    asked,
    set: (change) => store.setState(change),
    start: note('start'),
    checkAll: note('check'),
    lookAtModels: note('look at models'),
    repair: note('repair'),
    reloadToUpdate: note('reload'),
    putOff: () => store.setState({ isPutOff: true }),
  }
}
