import { createStore, type StoreApi } from 'zustand/vanilla'

import { contentOf, type Preset, type PresetContent } from './preset.ts'

export interface PresetState {
  readonly presets: ReadonlyMap<string, Preset>
  /** What the last delete took, until it is undone or forgotten. */
  readonly removed: Preset | null
}

export interface PresetStoreDeps {
  readonly createId: () => string
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** The presets that are kept; the built-in ones are not among them. */
export interface PresetStore extends Pick<
  StoreApi<PresetState>,
  'getState' | 'getInitialState' | 'subscribe'
> {
  /** Presets found on disk; those that are already here win. */
  addStored(presets: readonly Preset[]): void
  /** Always a new one: nothing that is kept is overwritten. */
  add(content: PresetContent): Preset
  /** A preset as another tab has left it; undefined where it was deleted there. */
  takeIn(id: string, preset: Preset | undefined): void
  change(id: string, content: PresetContent): void
  remove(id: string): void
  undoRemove(): void
  forgetRemoved(): void
}

export function createPresetStore({ createId, now }: PresetStoreDeps): PresetStore {
  const store = createStore<PresetState>(() => ({ presets: new Map(), removed: null }))
  const { getState, setState } = store
  const put = (preset: Preset): void =>
    setState(({ presets }) => ({ presets: new Map(presets).set(preset.id, preset) }))

  return {
    getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,

    addStored(found) {
      setState(({ presets }) => ({
        presets: new Map([...found.map((preset) => [preset.id, preset] as const), ...presets]),
      }))
    },

    takeIn(id, preset) {
      if (preset !== undefined) return put(preset)
      const presets = new Map(getState().presets)
      presets.delete(id)
      setState({ presets })
    },

    add(content) {
      const preset = { ...contentOf(content), id: createId(), updatedAt: now() }
      put(preset)
      return preset
    },

    change(id, content) {
      if (getState().presets.has(id)) put({ ...contentOf(content), id, updatedAt: now() })
    },

    remove(id) {
      const presets = new Map(getState().presets)
      const removed = presets.get(id)
      if (removed === undefined) return
      presets.delete(id)
      setState({ presets, removed })
    },

    undoRemove() {
      const { removed } = getState()
      if (removed === null) return
      put(removed)
      setState({ removed: null })
    },

    forgetRemoved: () => setState({ removed: null }),
  }
}

/** By name, as people look for them. */
export const sortPresets = (presets: ReadonlyMap<string, Preset>): readonly Preset[] =>
  [...presets.values()].toSorted(
    (one, other) => one.name.localeCompare(other.name) || (one.id < other.id ? -1 : 1),
  )
