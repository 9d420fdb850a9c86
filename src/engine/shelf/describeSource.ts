import type { CatalogueRecord } from '../catalogue/record.ts'

/** Where a model's weights come from, in words; of one that is here already, what its files are of. */
export function describeWeights({ weights }: CatalogueRecord, isHere = false): string {
  switch (weights.kind) {
    case 'app':
      return 'Part of this app'
    case 'hub':
      return `huggingface.co/${weights.repository}, ${
        weights.isPinned ? `commit ${weights.revision}` : describeBranch(weights.revision, isHere)
      }`
    case 'url':
      return weights.folder
    case 'local':
      return 'Imported from a folder of yours; nowhere else'
  }
}

const describeBranch = (branch: string, isHere: boolean): string =>
  isHere
    ? `branch ${branch}, of which no commit is known`
    : `branch ${branch}, by the commit that it is at then`

/** Where its compiled code comes from. */
export function describeLibrary({ library }: CatalogueRecord): string {
  switch (library.kind) {
    case 'app':
      return `${library.file}, compiled for this model and served with this app`
    case 'folder':
      return `${library.file}, beside the weights`
    case 'url':
      return library.url
  }
}

/** The hosts that fetching a model asks, without the app's own. */
export function hostsOf({ weights, library }: CatalogueRecord): readonly string[] {
  const hosts: string[] = []
  if (weights.kind === 'hub') hosts.push('huggingface.co')
  if (weights.kind === 'url') hosts.push(new URL(weights.folder).host)
  if (library.kind === 'url') hosts.push(new URL(library.url).host)
  return [...new Set(hosts)]
}
