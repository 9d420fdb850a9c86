import type { FileCaches } from '../download/downloadDeps.ts'
import { listEntries, type CacheEntry } from './modelCaches.ts'
import type { FileOwner } from './sharedFiles.ts'

/** Files and parts that no known model owns, as one line a host. */
export interface Orphans {
  readonly entries: readonly CacheEntry[]
  readonly bytes: number
  readonly hosts: readonly string[]
}

/**
 * What lies in the model caches and belongs to nothing: a build that was replaced, a model that another page
 * of this origin fetched, parts of a download that is forgotten. Found, and told; a person has them removed.
 */
export async function findOrphans(
  caches: FileCaches,
  owners: readonly FileOwner[],
): Promise<Orphans> {
  const owned = new Set(
    owners.flatMap(({ files }) =>
      files.flatMap(({ cache, url, hash }) => [`${cache} ${url}`, `${url}?part=${hash.hex}`]),
    ),
  )
  const isOwned = ({ cache, key, url }: CacheEntry): boolean =>
    cache === 'ponder/parts'
      ? // Parts of a file with another hash are of a file that has changed since.
        owned.has(key.slice(0, key.lastIndexOf('.')))
      : owned.has(`${cache} ${url}`)
  const entries = (await listEntries(caches)).filter((entry) => !isOwned(entry))
  return {
    entries,
    bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
    hosts: [...new Set(entries.map(({ url }) => new URL(url).host))],
  }
}

/** Removes what was found, and answers the bytes of what was still there. */
export async function removeEntries(
  caches: FileCaches,
  entries: readonly CacheEntry[],
): Promise<number> {
  let freed = 0
  for (const { cache, key, bytes } of entries)
    if (await (await caches.open(cache)).delete(key)) freed += bytes
  return freed
}
