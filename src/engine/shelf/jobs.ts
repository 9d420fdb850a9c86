import type { ModelId } from '../engine.ts'

/** What runs for each model: one job at a time, which can be stopped. */
export interface Jobs {
  has(id: ModelId): boolean
  /** Does nothing where something runs already. Settles with the job, and rejects as it does. */
  run(id: ModelId, job: (signal: AbortSignal) => Promise<void>): Promise<void>
  /** Aborts the job; whoever waits on `stopped` goes on when it has put everything down. */
  stop(id: ModelId): void
  stopped(id: ModelId): Promise<void>
}

export function createJobs(): Jobs {
  const running = new Map<ModelId, { control: AbortController; ended: Promise<void> }>()

  return {
    has: (id) => running.has(id),

    run(id, job) {
      if (running.has(id)) return Promise.resolve()
      const control = new AbortController()
      const ended = job(control.signal).finally(() => running.delete(id))
      running.set(id, { control, ended })
      return ended
    },

    stop: (id) => running.get(id)?.control.abort(),

    async stopped(id) {
      await running.get(id)?.ended.catch(() => undefined)
    },
  }
}
