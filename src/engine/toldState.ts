import type { EngineError, EngineState, ModelId } from './engine.ts'
import type { EngineClientDeps } from './engineClientDeps.ts'

/** A model and the context that it has, or is to have. */
export interface Wanted {
  readonly model: ModelId
  readonly contextTokens: number
}

/** The engine's state, and who is told of it. */
export interface ToldState {
  getState(): EngineState
  setState(next: EngineState): void
  subscribe(listener: (state: EngineState) => void): () => void
  /** Failed at once; ways on follow when they are worked out, if it still matters. */
  fail(wanted: Wanted | undefined, error: EngineError): void
}

export function createToldState(deps: Pick<EngineClientDeps, 'models' | 'suggest'>): ToldState {
  const listeners = new Set<(state: EngineState) => void>()
  let state: EngineState = { status: 'idle' }

  function setState(next: EngineState): void {
    state = next
    for (const listener of listeners) listener(next)
  }

  function fail(wanted: Wanted | undefined, error: EngineError): void {
    const failed: EngineState = { status: 'failed', model: wanted?.model, error }
    setState(failed)
    const record = wanted === undefined ? undefined : deps.models.find(wanted.model)
    if (wanted === undefined || record === undefined || !isTooSmall(error)) return
    const follow = async (): Promise<void> => {
      const suggestions = await deps.suggest(record, wanted.contextTokens).catch(() => [])
      if (state === failed && suggestions.length > 0)
        setState({ ...failed, error: { ...error, suggestions } })
    }
    void follow()
  }

  return {
    getState: () => state,
    setState,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    fail,
  }
}

/** Less context, a smaller model or another build can help. */
const isTooSmall = ({ kind }: EngineError): boolean =>
  ['out-of-memory', 'device-lost', 'buffer-too-small', 'no-f16'].includes(kind)
