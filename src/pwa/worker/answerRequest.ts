import { addressOf, isFixed, pageFile, pathOf } from '../release.ts'
import { openRelease, otherReleases, type ServiceWorkerDeps } from './releaseStore.ts'

type Asked = Pick<Request, 'method' | 'url' | 'mode'>

/**
 * The file that a request is for, or undefined when it is none of the app's: then the browser fetches it
 * itself. A tab of an older release asks for files by names that this one does not have.
 */
export function findAskedFile(
  { release, scope }: Pick<ServiceWorkerDeps, 'release' | 'scope'>,
  { method, url }: Asked,
): string | undefined {
  if (method !== 'GET') return undefined
  const path = pathOf(url, scope)
  if (path === undefined) return undefined
  return isFixed(path) || release.files.some((file) => file.path === path) ? path : undefined
}

/**
 * The kept file: of this release, or of an older one that a tab still runs; from the host if it is gone. The
 * host is asked for the page by its address alone: what another app shares stands behind `?`.
 */
export async function answerRequest(
  deps: ServiceWorkerDeps,
  path: string,
  fetchFile: (address: string) => Promise<Response>,
): Promise<Response> {
  const address = addressOf(path, deps.scope)
  const own = await (await openRelease(deps)).match(address)
  if (own !== undefined) return own
  // Only names that hold one thing for ever: the page of an older release would ask for older files.
  if (path !== pageFile && isFixed(path))
    for (const name of await otherReleases(deps)) {
      const older = await (await deps.caches.open(name)).match(address)
      if (older !== undefined) return older
    }
  return fetchFile(address)
}
