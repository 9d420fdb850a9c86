import { createStore, type StoreApi } from 'zustand/vanilla'

import type { Settings } from './settings.ts'

export interface SettingsStore extends Pick<
  StoreApi<Settings>,
  'getState' | 'getInitialState' | 'subscribe'
> {
  change(change: Partial<Settings>): void
}

export function createSettingsStore(initial: Settings): SettingsStore {
  const { getState, getInitialState, subscribe, setState } = createStore<Settings>(() => initial)
  return { getState, getInitialState, subscribe, change: (change) => setState(change) }
}
