import { clampContext, usualContext } from './catalogue/contextChoice.ts'
import type { CatalogueRecord } from './catalogue/record.ts'
import type { ModelId } from './engine.ts'

/** Every model that may be loaded now, and the context that each is to have. In memory: keeping is others' job. */
export interface ModelRegistry {
  list(): readonly CatalogueRecord[]
  find(id: ModelId): CatalogueRecord | undefined
  /**
   * Adds a model, or puts it in the place of an added one with its id. Answers false, and does nothing, for an
   * id of the app's own list: nobody else's weights may go by those names.
   */
  add(record: CatalogueRecord): boolean
  /** Takes away a model that was added; the app's own stay. */
  remove(id: ModelId): void
  /** Tokens of context that a model is loaded with when nobody says otherwise. */
  contextOf(id: ModelId): number
  chooseContext(id: ModelId, tokens: number): void
  subscribe(listener: () => void): () => void
}

export function createModelRegistry(own: readonly CatalogueRecord[]): ModelRegistry {
  const ownIds = new Set(own.map(({ id }) => id))
  const chosenById = new Map<ModelId, number>()
  const listeners = new Set<() => void>()
  let byId: ReadonlyMap<ModelId, CatalogueRecord> = new Map(
    own.map((record) => [record.id, record]),
  )
  let all: readonly CatalogueRecord[] = own

  function change(next: ReadonlyMap<ModelId, CatalogueRecord>): void {
    byId = next
    all = [...next.values()]
    for (const listener of listeners) listener()
  }

  return {
    list: () => all,
    find: (id) => byId.get(id),
    add(record) {
      if (ownIds.has(record.id)) return false
      change(new Map(byId).set(record.id, record))
      return true
    },
    remove(id) {
      if (ownIds.has(id) || !byId.has(id)) return
      change(new Map([...byId].filter(([known]) => known !== id)))
    },
    contextOf(id) {
      const record = byId.get(id)
      if (record === undefined) return 4096
      return clampContext(record, chosenById.get(id) ?? usualContext(record))
    },
    chooseContext(id, tokens) {
      chosenById.set(id, tokens)
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
