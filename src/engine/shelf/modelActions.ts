import type { EngineState, ModelId } from '../engine.ts'
import type { InstalledModel } from '../installed/installedModel.ts'
import type { Outcome, Work } from './shelfState.ts'

export type Action =
  | 'Load'
  | 'Unload'
  | 'Pause'
  | 'Resume'
  | 'Cancel'
  | 'Verify'
  | 'Repair'
  | 'Export'
  | 'Delete'
  | 'Try the memory'

/** What the engine does with a model: its phases after the files are here. */
export type EnginePhase = 'none' | 'checking' | 'uploading' | 'compiling' | 'ready' | 'writing'

export interface Situation {
  /** Part of the app: always here, and never exported or deleted. */
  readonly isEmbedded: boolean
  readonly canRun: boolean
  /** Only a trial can say whether there is memory for it. */
  readonly isUnsure: boolean
  /** It is loaded with another context than is chosen now. */
  readonly isStale: boolean
  readonly installed: InstalledModel | undefined
  readonly work: Work | undefined
  readonly outcome: Outcome | undefined
  readonly engine: EnginePhase
}

/** What a person can do with a model now, the likeliest first. */
export function actionsOf({
  isEmbedded,
  canRun,
  isUnsure,
  isStale,
  installed,
  work,
  outcome,
  engine,
}: Situation): readonly Action[] {
  if (work !== undefined) return actionsDuring(work)
  if (engine === 'checking' || engine === 'uploading' || engine === 'compiling') return ['Cancel']
  const isLoaded = (engine === 'ready' || engine === 'writing') && !isStale
  const trial: readonly Action[] = isUnsure && engine === 'none' ? ['Try the memory'] : []
  if (isEmbedded) return [isLoaded ? 'Unload' : 'Load']
  const load: readonly Action[] = canRun ? ['Load', ...trial] : trial
  if (installed === undefined) return load
  if (installed.state === 'added') return [...load, 'Delete']
  if (installed.state === 'begun') {
    // Nobody can fetch again what came from a folder.
    if (installed.record.weights.kind === 'local') return ['Delete']
    return outcome?.kind === 'damaged' ? ['Repair', 'Delete'] : ['Resume', 'Cancel']
  }
  const first: Action = isLoaded ? 'Unload' : 'Load'
  return [first, ...trial, 'Verify', 'Export', 'Delete']
}

function actionsDuring({ kind }: Work): readonly Action[] {
  switch (kind) {
    case 'listing':
    case 'waiting':
    case 'downloading':
      return ['Pause', 'Cancel']
    case 'verifying':
    case 'exporting':
    case 'importing':
    case 'trying':
      return ['Cancel']
    case 'deleting':
      return []
  }
}

/** The engine's state as this model sees it. */
export function phaseOf(state: EngineState, id: ModelId): EnginePhase {
  if (!('model' in state) || state.model !== id) return 'none'
  switch (state.status) {
    case 'ready':
      return 'ready'
    case 'generating':
      return 'writing'
    case 'uploading':
    case 'compiling':
      return state.status
    case 'verifying':
      return 'checking'
    case 'downloading':
    case 'failed':
      return 'none'
  }
}
