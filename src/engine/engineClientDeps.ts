import type { CatalogueRecord } from './catalogue/record.ts'
import type { EngineError, Suggestion } from './engine.ts'
import type { ModelRegistry } from './modelRegistry.ts'
import type { ModelDisk } from './source/modelDisk.ts'
import type { WorkerLinkDeps } from './workerLink.ts'

export interface EngineClientDeps extends Pick<
  WorkerLinkDeps,
  'startWorker' | 'setTimer' | 'onJournal'
> {
  readonly models: Pick<ModelRegistry, 'find' | 'contextOf'>
  /** Brings a model's files here before each load; nothing is fetched of one that is whole. */
  readonly disk: Pick<ModelDisk, 'bring' | 'subscribe'>
  /** Why this device cannot run a model, asked before each load. */
  readonly findObstacle: (
    record: CatalogueRecord,
    contextTokens: number,
  ) => Promise<EngineError | undefined>
  /** What else may be loaded where the device is too small for this. */
  readonly suggest: (
    record: CatalogueRecord,
    contextTokens: number,
  ) => Promise<readonly Suggestion[]>
}
