import type { StoreApi } from 'zustand/vanilla'

import type { CatalogueRecord } from '../catalogue/record.ts'
import type { DownloadState } from '../download/downloadState.ts'
import type { ModelId } from '../engine.ts'
import { measureFiles } from '../installed/measureModel.ts'
import { withCommit } from '../source/hubCommit.ts'
import type { Jobs } from './jobs.ts'
import { failed, type Reporting } from './reporting.ts'
import type { ShelfDeps } from './shelfDeps.ts'
import type { ShelfState, Work } from './shelfState.ts'
import type { Remembering } from './remembering.ts'

export interface Obtaining {
  /** Fetches what is missing; then, if asked to, has the model answer. Settles when it ended in any way. */
  obtain(id: ModelId, then: 'use' | 'keep'): Promise<void>
  /** Ends the work on a model; what has come is kept. */
  pause(id: ModelId): void
}

export function createObtaining(
  { getState }: StoreApi<ShelfState>,
  jobs: Jobs,
  { setWork, setOutcome, setProgress }: Reporting,
  remembering: Remembering,
  deps: ShelfDeps,
): Obtaining {
  /** What each is fetched for, so that one that goes on by itself ends as it was meant to. */
  const wishes = new Map<ModelId, 'use' | 'keep'>()

  deps.disk.subscribe((state) => {
    // What comes with the app comes with its engine, whose own line says so.
    if (deps.registry.find(state.model)?.weights.kind === 'app') return
    const work = workOf(state)
    if (work !== undefined) setWork(state.model, work)
    else if (!jobs.has(state.model)) setWork(state.model, undefined)
    if (state.status === 'done' && state.mended.length > 0)
      setOutcome(state.model, { kind: 'mended', names: state.mended })
    if (state.status === 'downloading')
      setProgress(state.model, { bytes: state.bytes, total: state.total })
  })

  async function fetchAll(record: CatalogueRecord, signal: AbortSignal): Promise<boolean> {
    const { id } = record
    setOutcome(id, undefined)
    // The engine brings what comes with the app.
    if (record.weights.kind === 'app') return true
    setWork(id, { kind: 'listing' })
    const listing = await deps.disk.list(record, signal)
    if (signal.aborted) return false
    if (listing.kind === 'failed') {
      setOutcome(id, { kind: 'failed', error: listing.error })
      return false
    }
    const known = getState().installed.get(id)
    if (known?.state !== 'whole' || !(await deps.disk.isWhole(listing.files))) {
      // Not waited for: a browser may ask its person, who may take their time.
      if (known === undefined) void remembering.askToKeep()
      await remembering.remember(withCommit(record, listing.files.commit), 'begun')
    }
    const brought = await deps.disk.bring(record, signal)
    const files = brought.kind === 'here' ? brought.files : listing.files
    const { bytes, total } = await measureFiles(deps.caches, files.files)
    setProgress(id, { bytes, total })
    if (brought.kind === 'here') {
      await remembering.remember(withCommit(record, files.commit), 'whole')
      return true
    }
    setOutcome(id, brought)
    return false
  }

  deps.onOnline(() => {
    for (const [id, outcome] of getState().outcomes)
      if (outcome.kind === 'failed' && outcome.error.kind === 'offline')
        void obtain(id, wishes.get(id) ?? 'keep')
  })

  function obtain(id: ModelId, then: 'use' | 'keep'): Promise<void> {
    const record = deps.registry.find(id)
    if (record === undefined) return Promise.resolve()
    const use = deps.prepareUse()
    return jobs.run(id, async (signal) => {
      wishes.set(id, then)
      try {
        if (!(await fetchAll(record, signal)) || then === 'keep') return
        setWork(id, undefined)
        await remembering.markUsed(id)
        await use(id, signal)
      } catch (thrown) {
        // A question to the host that was called off ends like this.
        if (!signal.aborted) setOutcome(id, failed({ kind: 'crash', detail: String(thrown) }))
        else if (getState().installed.has(id)) setOutcome(id, { kind: 'paused' })
      } finally {
        setWork(id, undefined)
      }
    })
  }

  return { obtain, pause: jobs.stop }
}

function workOf(state: DownloadState): Work | undefined {
  switch (state.status) {
    case 'queued':
      return { kind: 'waiting' }
    case 'downloading': {
      const { bytes, total, bytesPerSecond, secondsLeft } = state
      return { kind: 'downloading', bytes, total, bytesPerSecond, secondsLeft }
    }
    case 'verifying':
      return { kind: 'verifying', bytes: state.bytes, total: state.total }
    case 'paused':
    case 'done':
    case 'failed':
      return undefined
  }
}
