import type { CatalogueRecord } from '../catalogue/record.ts'
import type { ModelFiles } from '../download/modelFiles.ts'
import type { ModelId } from '../engine.ts'
import { withCommit } from '../source/hubCommit.ts'
import type { ExportTarget } from '../installed/exportModel.ts'
import type { Remembering } from './remembering.ts'
import { failed, type Reporting } from './reporting.ts'
import type { ShelfDeps } from './shelfDeps.ts'

/** Models to and from folders of the person's. */
export interface Moving {
  exportTo(id: ModelId, target: ExportTarget, to: 'folder' | 'archive'): Promise<void>
  importFrom(
    record: CatalogueRecord,
    files: ModelFiles,
    contentByName: ReadonlyMap<string, Blob>,
  ): Promise<void>
}

export function createMoving(
  { run, setWork, setProgress }: Reporting,
  remembering: Remembering,
  deps: ShelfDeps,
): Moving {
  const { disk, registry, caches } = deps
  const sizeOf = ({ files }: ModelFiles): number => files.reduce((sum, { bytes }) => sum + bytes, 0)

  return {
    exportTo: (id, target, to) =>
      run(id, { kind: 'exporting', bytes: 0, total: 0 }, async (signal) => {
        const files = await disk.findKept(id)
        const record = registry.find(id)
        if (files === undefined || record === undefined) return undefined
        const total = sizeOf(files)
        const onProgress = (bytes: number): void => setWork(id, { kind: 'exporting', bytes, total })
        // Used seldom: not part of what the first screen waits for.
        const { exportModel } = await import('../installed/exportModel.ts')
        const end = await exportModel(
          { record: withCommit(record, files.commit), files },
          caches,
          target,
          signal,
          onProgress,
        )
        if (end.kind === 'exported') return { ...end, to }
        if (end.kind === 'damaged') return { kind: 'damaged', names: [end.name] }
        return end.kind === 'stopped' ? undefined : failed({ kind: 'crash', detail: end.detail })
      }),

    importFrom: (record, files, contentByName) =>
      run(record.id, { kind: 'importing', bytes: 0, total: 0 }, async (signal) => {
        const { id } = record
        const total = sizeOf(files)
        if (registry.find(id) === undefined || record.weights.kind === 'local') registry.add(record)
        await remembering.remember(record, 'begun', 'folder')
        const { importFiles } = await import('../installed/importFiles.ts')
        const end = await importFiles(files, contentByName, deps, signal, (bytes) => {
          setWork(id, { kind: 'importing', bytes, total })
          setProgress(id, { bytes, total })
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
