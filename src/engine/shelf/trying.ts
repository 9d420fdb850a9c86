import type { StoreApi } from 'zustand/vanilla'

import { memoryNeed } from '../catalogue/memory.ts'
import type { ModelId } from '../engine.ts'
import type { Reporting } from './reporting.ts'
import type { ShelfDeps } from './shelfDeps.ts'
import type { ShelfState } from './shelfState.ts'

/** The share of a card's memory up to which `memoryRoom` calls a model comfortable. */
const comfortableShare = 0.8

export interface Trying {
  /** Takes as much graphics memory as the model would, gives it back, and tells; verdicts go by it then. */
  tryMemory(id: ModelId): Promise<void>
}

export function createTrying(
  { setState }: StoreApi<ShelfState>,
  { run }: Reporting,
  { registry, browser }: ShelfDeps,
): Trying {
  const learn = (bytes: number): void =>
    setState(({ device }) => {
      const memory = { kind: 'graphics', bytes } as const
      return { memory, device: device === null ? null : { ...device, memory } }
    })

  return {
    tryMemory: (id) =>
      run(id, { kind: 'trying' }, async (signal) => {
        const record = registry.find(id)
        if (record === undefined) return undefined
        const needed = memoryNeed(record, registry.contextOf(id)).total
        // Used seldom: not part of what the first screen waits for.
        const { describeTrial, tryAllocation } = await import('../trialAllocation.ts')
        const trial = await tryAllocation(browser, needed, signal)
        if (trial.kind === 'enough') learn(needed / comfortableShare)
        if (trial.kind === 'not-enough') learn(trial.bytes)
        return signal.aborted ? undefined : { kind: 'tried', words: describeTrial(trial, needed) }
      }),
  }
}
