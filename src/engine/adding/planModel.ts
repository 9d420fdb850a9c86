import { downloadSize } from '../catalogue/memory.ts'
import type { CatalogueRecord } from '../catalogue/record.ts'
import { weightsFolder } from '../source/weightsFolder.ts'
import type { PlannedFolder, PlannedModel } from './plan.ts'
import type { PlanDeps } from './planAddress.ts'

/** What one record would bring, from where, and what stands in the way. */
export function planModel(
  record: CatalogueRecord,
  { source, records }: PlanDeps,
  folder?: PlannedFolder,
  isListed = false,
): PlannedModel {
  const { bytes, source: sizeSource } = downloadSize(record)
  const urls = folder === undefined ? addressesOf(record) : []
  const isBlocked = (url: string): boolean => source.findBlockedHost(url) !== undefined
  return {
    record,
    bytes: folder?.files.files.reduce((sum, file) => sum + file.bytes, 0) ?? bytes,
    isComputed: folder === undefined && sizeSource === 'computed',
    vouching: vouchingOf(record, folder, isListed),
    hosts: hostsOf(urls),
    blockedHosts: hostsOf(urls.filter(isBlocked)),
    replaces: records().some(({ id }) => id === record.id),
    folder,
  }
}

function vouchingOf(
  { weights }: CatalogueRecord,
  folder: PlannedFolder | undefined,
  isListed: boolean,
): PlannedModel['vouching'] {
  if (folder !== undefined) return folder.isListed ? 'folder' : 'nobody'
  return isListed || weights.kind === 'hub' ? 'host' : 'shards'
}

/** Whether the id is that of a model which comes with the app, whose place nobody may take. */
export const isOfApp = (id: string, { records }: PlanDeps): boolean =>
  records().some((record) => record.id === id && record.weights.kind === 'app')

function addressesOf({ id, weights, library }: CatalogueRecord): string[] {
  const urls: string[] = []
  if (weights.kind === 'hub' || weights.kind === 'url') urls.push(weightsFolder({ id, weights }))
  if (library.kind === 'url') urls.push(library.url)
  return urls
}

const hostsOf = (urls: readonly string[]): readonly string[] => [
  ...new Set(urls.map((url) => new URL(url).host)),
]
