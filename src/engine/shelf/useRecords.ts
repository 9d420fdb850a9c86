import { useSyncExternalStore } from 'react'

import type { CatalogueRecord } from '../catalogue/record.ts'
import type { ModelRegistry } from '../modelRegistry.ts'

/** Every model that is known now. */
export const useRecords = (registry: ModelRegistry): readonly CatalogueRecord[] =>
  useSyncExternalStore(registry.subscribe, registry.list)

/** The context that a model would be loaded with. */
export const useContextOf = (registry: ModelRegistry, id: string): number =>
  useSyncExternalStore(registry.subscribe, () => registry.contextOf(id))
