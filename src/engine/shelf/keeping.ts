import type { StoreApi } from 'zustand/vanilla'

import type { CatalogueRecord } from '../catalogue/record.ts'
import type { ModelFiles } from '../download/modelFiles.ts'
import type { EngineError, ModelId } from '../engine.ts'
import type { ExportTarget } from '../installed/exportModel.ts'
import { measureFiles } from '../installed/measureModel.ts'
import { planRemoval, type FileOwner, type RemovalPlan } from '../installed/sharedFiles.ts'
import { createKeptListings } from '../source/keptListings.ts'
import type { Jobs } from './jobs.ts'
import type { Remembering } from './remembering.ts'
import type { ShelfDeps } from './shelfDeps.ts'
import { type Outcome, type ShelfState, withEntry, type Work } from './shelfState.ts'

export interface Keeping {
  /** Hashes every file; bad ones are removed, and what is left to fetch is told. */
  verify(id: ModelId): Promise<void>
  /** Bytes that deleting frees, and the files that stay for others. Undefined when nothing is known. */
  planDelete(id: ModelId): Promise<DeletePlan | undefined>
  /** Takes the model's files and their parts away; one that is being fetched is stopped first. */
  remove(id: ModelId): Promise<void>
  /** Calls off what is being done: a download or an import is taken away, anything else just ends. */
  cancel(id: ModelId): Promise<void>
  exportTo(id: ModelId, target: ExportTarget, to: 'folder' | 'archive'): Promise<void>
  importFrom(
    record: CatalogueRecord,
    files: ModelFiles,
    contentByName: ReadonlyMap<string, Blob>,
  ): Promise<void>
}

export interface DeletePlan extends RemovalPlan {
  /** On the disk now, whole files and parts. */
  readonly bytes: number
}

export function createKeeping(
  { getState, setState }: StoreApi<ShelfState>,
  jobs: Jobs,
  remembering: Remembering,
  deps: ShelfDeps,
): Keeping {
  const { disk, registry, caches } = deps

  const setWork = (id: ModelId, work: Work | undefined): void =>
    setState(({ work: all }) => ({ work: withEntry(all, id, work) }))
  const setOutcome = (id: ModelId, outcome: Outcome | undefined): void =>
    setState(({ outcomes }) => ({ outcomes: withEntry(outcomes, id, outcome) }))

  /** One work on a model at a time; what it throws is an outcome. */
  const run = (
    id: ModelId,
    work: Work,
    task: (signal: AbortSignal) => Promise<Outcome | undefined>,
  ): Promise<void> =>
    jobs.run(id, async (signal) => {
      setOutcome(id, undefined)
      setWork(id, work)
      try {
        setOutcome(id, await task(signal))
      } catch (thrown) {
        if (!signal.aborted) setOutcome(id, failed({ kind: 'crash', detail: String(thrown) }))
      } finally {
        setWork(id, undefined)
      }
    })

  async function owners(): Promise<readonly FileOwner[]> {
    const listings = await createKeptListings(caches).all()
    return listings.map(({ id, files }) => ({ id, name: registry.find(id)?.name ?? id, files }))
  }

  async function remove(id: ModelId): Promise<void> {
    const record = registry.find(id)
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
      if (record !== undefined) registry.remove(id)
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
      if (isLost) return remove(id)
      jobs.stop(id)
    },

    verify: (id) =>
      run(id, { kind: 'verifying', bytes: 0, total: 0 }, async (signal) => {
        const files = await disk.findKept(id)
        const record = registry.find(id)
        if (files === undefined || record === undefined) return undefined
        const names = await disk.verify(files, signal)
        if (names.length === 0) return { kind: 'verified', files: files.files.length }
        await remembering.remember(record, 'begun')
        return { kind: 'damaged', names }
      }),

    async planDelete(id) {
      const files = await disk.findKept(id)
      if (files === undefined) return undefined
      const known = await owners()
      const own = known.find((owner) => owner.id === id) ?? { id, name: id, files: files.files }
      const plan = planRemoval(own, known)
      return { ...plan, bytes: (await measureFiles(caches, plan.remove)).bytes }
    },

    exportTo: (id, target, to) =>
      run(id, { kind: 'exporting', bytes: 0, total: 0 }, async (signal) => {
        const files = await disk.findKept(id)
        const record = registry.find(id)
        if (files === undefined || record === undefined) return undefined
        const total = files.files.reduce((sum, { bytes }) => sum + bytes, 0)
        const onProgress = (bytes: number): void => setWork(id, { kind: 'exporting', bytes, total })
        const { exportModel } = await import('../installed/exportModel.ts')
        const end = await exportModel({ record, files }, caches, target, signal, onProgress)
        if (end.kind === 'exported') return { ...end, to }
        if (end.kind === 'damaged') return { kind: 'damaged', names: [end.name] }
        return end.kind === 'stopped' ? undefined : failed({ kind: 'crash', detail: end.detail })
      }),

    importFrom: (record, files, contentByName) =>
      run(record.id, { kind: 'importing', bytes: 0, total: 0 }, async (signal) => {
        const { id } = record
        const total = files.files.reduce((sum, { bytes }) => sum + bytes, 0)
        if (registry.find(id) === undefined || record.weights.kind === 'local') registry.add(record)
        await remembering.remember(record, 'begun', 'folder')
        const { importFiles } = await import('../installed/importFiles.ts')
        const end = await importFiles(files, contentByName, deps, signal, (bytes) => {
          setWork(id, { kind: 'importing', bytes, total })
          setState(({ progress }) => ({ progress: withEntry(progress, id, { bytes, total }) }))
        })
        switch (end.kind) {
          case 'imported':
            await remembering.remember(record, 'whole', 'folder')
            return { kind: 'imported', bytes: total }
          case 'wrong':
            return { kind: 'damaged', names: end.names }
          case 'stopped':
            return { kind: 'paused' }
          case 'failed':
            return end
        }
      }),
  }
}

const failed = (error: EngineError): Outcome => ({ kind: 'failed', error })
