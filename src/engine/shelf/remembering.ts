import type { StoreApi } from 'zustand/vanilla'

import type { CatalogueRecord } from '../catalogue/record.ts'
import type { ModelId } from '../engine.ts'
import type { InstalledModel } from '../installed/installedModel.ts'
import type { ShelfDeps } from './shelfDeps.ts'
import { type ShelfState, withEntry } from './shelfState.ts'

/** The list of installed models, on screen and on the disk. A disk that refuses is told, never thrown. */
export interface Remembering {
  remember(
    record: CatalogueRecord,
    state: InstalledModel['state'],
    from?: InstalledModel['from'],
  ): Promise<void>
  markUsed(id: ModelId): Promise<void>
  chooseContext(id: ModelId, context: number): Promise<void>
  forget(id: ModelId): Promise<void>
  /** Asks the browser to keep what is stored. */
  askToKeep(): Promise<void>
  /** Reads the list from the disk; another tab may have changed it. */
  read(): Promise<void>
}

export function createRemembering(
  { getState, setState }: StoreApi<ShelfState>,
  { registry, store, persist, now }: ShelfDeps,
): Remembering {
  let changes = 0
  let written: Promise<void> = Promise.resolve()

  async function put(model: InstalledModel): Promise<void> {
    setState(({ installed }) => ({ installed: withEntry(installed, model.record.id, model) }))
    await write(() => store.put(model))
  }

  /** One after the other, as they were told. */
  function write(work: () => Promise<void>): Promise<void> {
    changes += 1
    written = written.then(() => attempt(work))
    return written
  }

  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work()
      setState({ storeFailure: null })
    } catch (thrown) {
      setState({ storeFailure: String(thrown) })
    }
  }

  async function change(id: ModelId, next: Partial<InstalledModel>): Promise<void> {
    const model = getState().installed.get(id)
    if (model !== undefined) await put({ ...model, ...next })
  }

  return {
    async remember(record, state, from = 'download') {
      // What comes with the app is no guest in it.
      if (record.weights.kind === 'app') return
      const known = getState().installed.get(record.id)
      await put({
        record,
        state,
        from: known?.from ?? from,
        addedAt: known?.addedAt ?? now(),
        lastUsedAt: known?.lastUsedAt ?? null,
        context: registry.contextOf(record.id),
      })
    },

    markUsed: (id) => change(id, { lastUsedAt: now() }),

    async chooseContext(id, context) {
      registry.chooseContext(id, context)
      await change(id, { context: registry.contextOf(id) })
    },

    async forget(id) {
      setState(({ installed, progress, outcomes }) => ({
        installed: withEntry(installed, id, undefined),
        progress: withEntry(progress, id, undefined),
        outcomes: withEntry(outcomes, id, undefined),
      }))
      await write(() => store.remove(id))
    },

    async askToKeep() {
      setState({ isKept: await persist() })
    },

    async read() {
      await attempt(async () => {
        // What changes meanwhile is newer than what is read.
        let models: readonly InstalledModel[] = []
        for (let read = -1; read !== changes;) {
          read = changes
          await written
          models = await store.list()
        }
        setState({ installed: new Map(models.map((model) => [model.record.id, model])) })
        for (const { record, context } of models) {
          // A record of our own list is the newer one.
          if (registry.find(record.id) === undefined) registry.add(record)
          registry.chooseContext(record.id, context)
        }
      })
    },
  }
}
