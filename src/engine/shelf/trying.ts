import type { StoreApi } from 'zustand/vanilla'

import type { TrialFacts } from '../catalogue/device.ts'
import { memoryNeed } from '../catalogue/memory.ts'
import type { ModelId } from '../engine.ts'
import type { Reporting } from './reporting.ts'
import type { ShelfDeps } from './shelfDeps.ts'
import type { ShelfState } from './shelfState.ts'
import type { Trial } from '../trialAllocation.ts'

export interface Trying {
  /** Takes as much graphics memory as the model would, gives it back, and tells; verdicts go by it then. */
  tryMemory(id: ModelId): Promise<void>
}

export function createTrying(
  { setState }: StoreApi<ShelfState>,
  { run }: Reporting,
  { registry, browser }: ShelfDeps,
): Trying {
  const learn = (needed: number, result: Trial): void =>
    setState(({ device, trial: before }) => {
      const trial = addTrial(before, needed, result)
      return { trial, device: device === null ? null : { ...device, trial } }
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
        learn(needed, trial)
        return signal.aborted ? undefined : { kind: 'tried', words: describeTrial(trial, needed) }
      }),
  }
}

/** The newest trial is right where it contradicts an older one: other programs take memory and give it back. */
function addTrial(
  before: TrialFacts | undefined,
  needed: number,
  trial: Trial,
): TrialFacts | undefined {
  const { atLeast = 0, tooMuch = Infinity } = before ?? {}
  switch (trial.kind) {
    case 'unknown':
      return before
    case 'enough':
      return {
        atLeast: Math.max(atLeast, needed),
        tooMuch: tooMuch > needed && tooMuch < Infinity ? tooMuch : undefined,
      }
    case 'not-enough':
      return {
        atLeast: atLeast < needed ? Math.max(atLeast, trial.bytes) : trial.bytes,
        tooMuch: Math.min(tooMuch, needed),
      }
  }
}
