import type { CatalogueRecord } from '../catalogue/record.ts'

/** The hub that MLC publishes its weights on. */
export const hubOrigin = 'https://huggingface.co'

/**
 * Imported models have addresses too, because WebLLM and the caches know files by address alone. `.invalid`
 * is never a host (RFC 2606), so nothing is ever asked of one.
 */
export const localFolder = (id: string): string => `https://local.invalid/${id}/`

/** The folder of a record's weights; one of this app is told by the revision in its own manifest. */
export function weightsFolder({
  id,
  weights,
}: Pick<CatalogueRecord, 'id' | 'weights'> & {
  readonly weights: Exclude<CatalogueRecord['weights'], { kind: 'app' }>
}): string {
  switch (weights.kind) {
    case 'hub':
      return `${hubOrigin}/${weights.repository}/resolve/${weights.revision}/`
    case 'url':
      return weights.folder.endsWith('/') ? weights.folder : `${weights.folder}/`
    case 'local':
      return localFolder(id)
  }
}
