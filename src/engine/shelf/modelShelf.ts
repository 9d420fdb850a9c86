import { createStore, type StoreApi } from 'zustand/vanilla'

import type { CatalogueRecord } from '../catalogue/record.ts'
import type { ModelId } from '../engine.ts'
import { measureFiles } from '../installed/measureModel.ts'
import { findOrphans, removeEntries } from '../installed/orphans.ts'
import { createKeptListings } from '../source/keptListings.ts'
import { withCommit } from '../source/hubCommit.ts'
import { createKeeping, type Keeping } from './keeping.ts'
import { createJobs } from './jobs.ts'
import { createMoving, type Moving } from './moving.ts'
import { createObtaining, type Obtaining } from './obtaining.ts'
import { createRemembering, type Remembering } from './remembering.ts'
import { createReporting } from './reporting.ts'
import type { ShelfDeps } from './shelfDeps.ts'
import { emptyShelf, type ShelfState } from './shelfState.ts'
import { createTrying, type Trying } from './trying.ts'

type Reading = Pick<StoreApi<ShelfState>, 'getState' | 'getInitialState' | 'subscribe'>

/** All models of this device, what is done with them, and the steps that a person can take. */
export interface ModelShelf
  extends Reading, Obtaining, Keeping, Moving, Trying, Pick<Remembering, 'chooseContext'> {
  /** Reads the list of what is installed, before any model is loaded. */
  recall(): Promise<void>
  /** Looks how far each has come, and for models that the list does not know. */
  takeStock(): Promise<void>
  /** Reads the list again, as another tab may have changed it, and takes stock; when it is looked at. */
  read(): Promise<void>
  /** Looks at the device and the caches: for the dialog that shows them. */
  look(): Promise<void>
  /** Asks the browser to keep what is stored. */
  askToKeep(): Promise<void>
  removeOrphans(): Promise<void>
  /** Takes a record into the list, so that it can be loaded; nothing is fetched. */
  add(record: CatalogueRecord): Promise<void>
  /** Forgets how the last work ended: its line has been read. */
  dismiss(id: ModelId): void
}

export function createModelShelf(deps: ShelfDeps): ModelShelf {
  const store = createStore<ShelfState>(() => emptyShelf)
  const { getState, setState } = store
  const { disk, registry, caches } = deps
  const listings = createKeptListings(caches)
  const remembering = createRemembering(store, deps)
  const jobs = createJobs()
  const reporting = createReporting(store, jobs)

  /** A model whose files are here and which nobody remembers: the engine fetched it, or a record was lost. */
  async function adopt(): Promise<void> {
    for (const files of await listings.all()) {
      const record = registry.find(files.id)
      // What comes with the app is not looked through at each start to be forgotten again.
      if (record === undefined || record.weights.kind === 'app') continue
      if (getState().installed.has(files.id)) continue
      const state = (await disk.isWhole(files)) ? 'whole' : 'begun'
      await remembering.remember(withCommit(record, files.commit), state)
    }
  }

  async function measure(): Promise<void> {
    for (const { record, state } of getState().installed.values()) {
      const files = await disk.findKept(record.id)
      if (files === undefined || jobs.has(record.id)) continue
      const held = await measureFiles(caches, files.files)
      const { bytes, total, missing } = held
      reporting.setProgress(record.id, { bytes, total })
      // The browser, or another program, may have taken files away.
      if (state === 'whole' && missing.length > 0) await remembering.remember(record, 'begun')
    }
  }

  async function takeStock(): Promise<void> {
    await adopt()
    await measure()
  }

  async function look(): Promise<void> {
    const [device, isKept, withoutLibrary] = await Promise.all([
      deps.probe(),
      deps.isPersisted(),
      deps.findLacking(),
    ])
    setState(({ trial }) => ({ device: { ...device, trial }, isKept, withoutLibrary }))
    const known = (await listings.all()).filter(({ id }) => registry.find(id) !== undefined)
    const owners = known.map(({ id, files }) => ({ id, name: id, files }))
    setState({ orphans: await findOrphans(caches, owners) })
  }

  return {
    getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    ...createObtaining(store, jobs, reporting, remembering, deps),
    ...createKeeping(store, jobs, reporting, remembering, deps),
    ...createMoving(reporting, remembering, deps),
    ...createTrying(store, reporting, deps),
    chooseContext: remembering.chooseContext,

    recall: remembering.read,
    takeStock,
    async read() {
      await remembering.read()
      await takeStock()
    },
    look,
    async add(record) {
      registry.add(record)
      if (!getState().installed.has(record.id)) await remembering.remember(record, 'added')
    },
    askToKeep: remembering.askToKeep,
    async removeOrphans() {
      await removeEntries(caches, getState().orphans?.entries ?? [])
      await look()
    },
    dismiss: (id) => reporting.setOutcome(id, undefined),
  }
}
