import { catalogue } from '../catalogue/catalogue.ts'
import type { CatalogueRecord } from '../catalogue/record.ts'

/** Whether the id is of the app's own list, in whose place nothing else is put. */
export const isListed = (id: string): boolean => catalogue.some((record) => record.id === id)

/** The model of the app's own list that these weights are, at the branch it names. */
export const findListed = (weights: CatalogueRecord['weights']): CatalogueRecord | undefined =>
  weights.kind === 'hub'
    ? catalogue.find(
        ({ weights: own }) =>
          own.kind === 'hub' &&
          own.repository === weights.repository &&
          own.revision === weights.revision,
      )
    : undefined
