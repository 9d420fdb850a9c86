import type { CatalogueRecord } from './record.ts'

/**
 * MLC's build of a model. Not pinned: no commit of these repositories is known to us, and an invented one
 * would be worse than a branch that says that it is one.
 */
export const hubWeights = (repository: string): CatalogueRecord['weights'] => ({
  kind: 'hub',
  repository: `mlc-ai/${repository}`,
  revision: 'main',
  isPinned: false,
})
