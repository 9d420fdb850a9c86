import type { ContextRoom } from '../chat/context/contextRoom.ts'
import type { Models } from '../engine/createModels.ts'
import type { Engine, EngineState, ModelId } from '../engine/engine.ts'
import { probeDevice } from '../engine/probeDevice.ts'
import type { ModelShelf } from '../engine/shelf/modelShelf.ts'

interface ContextParts {
  readonly engine: Engine
  readonly models: Pick<Models, 'registry'>
  readonly shelf: Pick<ModelShelf, 'chooseContext' | 'getState'>
}

/** The context of each model, as the engine has it and as it is chosen. */
export function createContextRoom({ engine, models, shelf }: ContextParts): ContextRoom {
  const { registry } = models
  return {
    sizeOf: (model) => loadedContext(engine.getState(), model) ?? registry.contextOf(model),
    chosenFor: registry.contextOf,
    canCount(model) {
      const state = engine.getState()
      return state.status === 'ready' && state.model === model
    },
    subscribe(listener) {
      const forget = [engine.subscribe(listener), registry.subscribe(listener)]
      return () => {
        for (const one of forget) one()
      }
    },
    recordOf: registry.find,
    probe: async () => shelf.getState().device ?? (await probeDevice(navigator)),
    async enlarge(model, tokens) {
      await engine.load(model, { contextTokens: tokens }, new AbortController().signal)
      if (loadedContext(engine.getState(), model) !== tokens) return false
      await shelf.chooseContext(model, tokens)
      return true
    },
  }
}

/** Also right for a model that was loaded with another context than is chosen for it. */
export const loadedContext = (state: EngineState, model: ModelId): number | undefined =>
  'facts' in state && state.model === model ? state.facts.contextTokens : undefined
