import {
  addressOf,
  isReleaseName,
  releaseName,
  type Release,
  type ReleaseFile,
} from '../release.ts'

/** What the service worker needs of the browser, so that tests can hand in their own. */
export interface ServiceWorkerDeps {
  readonly release: Release
  /** The app's own address, with a slash at its end. */
  readonly scope: string
  readonly caches: Pick<CacheStorage, 'open' | 'keys' | 'delete'>
  readonly fetch: (address: string, init: RequestInit) => Promise<Response>
  /** Headers that the app needs and that some hosts cannot send. */
  readonly headers: Readonly<Record<string, string>>
}

/** The hash that a kept file had when it was put there. */
export const hashHeader = 'x-ponder-sha256'

/** The cache of this release. */
export const openRelease = ({ caches, scope, release }: ServiceWorkerDeps): Promise<Cache> =>
  caches.open(releaseName(scope, release.version))

/** Caches of other releases of this app, older or half installed. */
export async function otherReleases(deps: ServiceWorkerDeps): Promise<readonly string[]> {
  const { caches, scope, release } = deps
  const own = releaseName(scope, release.version)
  return (await caches.keys()).filter((name) => isReleaseName(scope, name) && name !== own)
}

/** A file as it is kept, if it was the right one then. */
export async function findKept(
  cache: Cache,
  file: ReleaseFile,
  scope: string,
): Promise<Response | undefined> {
  const response = await cache.match(addressOf(file.path, scope))
  return response?.headers.get(hashHeader) === file.sha256 ? response : undefined
}
