import type { StoreApi } from 'zustand/vanilla'

import type { EngineError, ModelId } from '../engine.ts'
import type { Jobs } from './jobs.ts'
import { type Outcome, type Progress, type ShelfState, withEntry, type Work } from './shelfState.ts'

/** Tells what is done with a model, and how it ended. */
export interface Reporting {
  setWork(id: ModelId, work: Work | undefined): void
  setOutcome(id: ModelId, outcome: Outcome | undefined): void
  setProgress(id: ModelId, progress: Progress): void
  /** Runs one work on a model, unless one runs already; what it throws is an outcome. */
  run(
    id: ModelId,
    work: Work,
    task: (signal: AbortSignal) => Promise<Outcome | undefined>,
  ): Promise<void>
}

export function createReporting({ setState }: StoreApi<ShelfState>, jobs: Jobs): Reporting {
  const setWork = (id: ModelId, next: Work | undefined): void =>
    setState(({ work }) => ({ work: withEntry(work, id, next) }))
  const setOutcome = (id: ModelId, next: Outcome | undefined): void =>
    setState(({ outcomes }) => ({ outcomes: withEntry(outcomes, id, next) }))

  return {
    setWork,
    setOutcome,
    setProgress: (id, next) =>
      setState(({ progress }) => ({ progress: withEntry(progress, id, next) })),

    run: (id, work, task) =>
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
      }),
  }
}

export const failed = (error: EngineError): Outcome => ({ kind: 'failed', error })
