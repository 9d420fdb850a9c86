import type { StoreApi } from 'zustand/vanilla'

import type { ModelId } from '../engine.ts'
import { measureFiles } from '../installed/measureModel.ts'
import { planRemoval, type RemovalPlan } from '../installed/sharedFiles.ts'
import { createKeptListings } from '../source/keptListings.ts'
import { withCommit } from '../source/hubCommit.ts'
import type { Jobs } from './jobs.ts'
import type { Remembering } from './remembering.ts'
import { failed, type Reporting } from './reporting.ts'
import type { ShelfDeps } from './shelfDeps.ts'
import type { ShelfState } from './shelfState.ts'

export interface Keeping {
  /** Hashes every file; bad ones are removed, and what is left to fetch is told. */
  verify(id: ModelId): Promise<void>
  /** Bytes that deleting frees, and the files that stay for others. Undefined when nothing is known. */
  planDelete(id: ModelId): Promise<DeletePlan | undefined>
  /** Takes the model's files and their parts away; one that is being fetched is stopped first. */
  remove(id: ModelId): Promise<void>
  /** Calls off what is being done: a download or an import is taken away, anything else just ends. */
  cancel(id: ModelId): Promise<void>
}

export interface DeletePlan extends RemovalPlan {
  /** On the disk now, whole files and parts. */
  readonly bytes: number
}

export function createKeeping(
  { getState }: StoreApi<ShelfState>,
  jobs: Jobs,
  { run, setWork, setOutcome }: Reporting,
  remembering: Remembering,
  deps: ShelfDeps,
): Keeping {
  const { disk, registry, caches } = deps
  const listings = createKeptListings(caches)

  async function remove(id: ModelId): Promise<void> {
    jobs.stop(id)
    setWork(id, { kind: 'deleting' })
    try {
      // What the stopped work still puts down is taken away with the rest.
      await jobs.stopped(id)
      await deps.leave(id)
      setWork(id, { kind: 'deleting' })
      await disk.remove(id, new AbortController().signal)
      await remembering.forget(id)
      // One that a person brought along is in no list of ours.
      registry.remove(id)
    } catch (thrown) {
      setOutcome(id, failed({ kind: 'crash', detail: String(thrown) }))
    } finally {
      setWork(id, undefined)
    }
  }

  return {
    remove,

    async cancel(id) {
      const isFetched = getState().installed.get(id)?.state === 'whole'
      const kind = getState().work.get(id)?.kind
      const isLost = kind === 'importing' || (!isFetched && kind !== 'verifying')
      if (isLost && kind !== 'trying') return remove(id)
      jobs.stop(id)
    },

    verify: (id) =>
      run(id, { kind: 'verifying', bytes: 0, total: 0 }, async (signal) => {
        const files = await disk.findKept(id)
        const record = registry.find(id)
        if (files === undefined || record === undefined) return undefined
        const names = await disk.verify(files, signal)
        if (names.length === 0) return { kind: 'verified', files: files.files.length }
        await remembering.remember(withCommit(record, files.commit), 'begun')
        return { kind: 'damaged', names }
      }),

    async planDelete(id) {
      const kept = await listings.find(id)
      if (kept === undefined) return undefined
      const all = (await listings.all()).map((one) => ({
        id: one.id,
        name: registry.find(one.id)?.name ?? one.id,
        files: one.files,
      }))
      const plan = planRemoval({ id, name: id, files: kept.files }, all)
      return { ...plan, bytes: (await measureFiles(caches, plan.remove)).bytes }
    },
  }
}
