import { nanoRecord } from '../engine/catalogue/nanoRecord.ts'
import type { ModelId } from '../engine/engine.ts'
import type { ModelShelf } from '../engine/shelf/modelShelf.ts'

/** Whether a model can be loaded without fetching anything from elsewhere. */
export const isModelHere = (shelf: Pick<ModelShelf, 'getState'>, id: ModelId): boolean =>
  id === nanoRecord.id || shelf.getState().installed.get(id)?.state === 'whole'
