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

/**
 * Ours, compiled from the model's own config. WebLLM lends R1 the libraries of sister models, whose RoPE and
 * head are others: RoPE base 1,000,000 for 10,000, a tied head for one of its own, no YaRN.
 */
export const appLibrary = (id: string): CatalogueRecord['library'] => ({
  kind: 'app',
  file: `${id}.wasm`,
})
