import { hexDigest } from '../../lib/hexDigest.ts'
import { addressOf, isFixed, type ReleaseFile } from '../release.ts'
import {
  findKept,
  hashHeader,
  openRelease,
  otherReleases,
  type ServiceWorkerDeps,
} from './releaseStore.ts'

const parallel = 4

/**
 * Puts every file of the release into its cache and believes none before it was hashed: a host that is in the
 * middle of an update sends a mixture, and that must not be kept. What is there already, from an install that
 * was cut off or from the release before, is not fetched again. Rejects when one file cannot be had.
 */
export async function installRelease(
  deps: ServiceWorkerDeps,
  report: (done: number, total: number) => void,
): Promise<void> {
  const { release, scope, caches } = deps
  const cache = await openRelease(deps)
  const older = await Promise.all((await otherReleases(deps)).map((name) => caches.open(name)))
  const queue = [...release.files]
  let done = 0

  async function keep(file: ReleaseFile): Promise<void> {
    if ((await findKept(cache, file, scope)) !== undefined) return
    for (const other of older) {
      const known = await findKept(other, file, scope)
      if (known !== undefined) return cache.put(addressOf(file.path, scope), known)
    }
    await cache.put(addressOf(file.path, scope), await fetchFile(deps, file))
  }

  async function work(): Promise<void> {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      await keep(file)
      report(++done, release.files.length)
    }
  }

  const workers = Array.from({ length: parallel }, () =>
    work().catch((thrown: unknown) => {
      // The others stop after the file they are at.
      queue.length = 0
      throw thrown
    }),
  )
  const settled = await Promise.allSettled(workers)
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/** A file from its host, hashed. The browser's own cache may hold an older one: then past it, once. */
async function fetchFile(deps: ServiceWorkerDeps, file: ReleaseFile): Promise<Response> {
  const address = addressOf(file.path, deps.scope)
  const modes: RequestCache[] = isFixed(file.path) ? ['default', 'reload'] : ['reload']
  for (const cache of modes) {
    const response = await deps.fetch(address, { cache, credentials: 'same-origin' })
    if (!response.ok) throw new Error(`${file.path}: HTTP ${response.status}`)
    const bytes = await response.arrayBuffer()
    if ((await hexDigest('SHA-256', bytes)) === file.sha256)
      return new Response(bytes, { headers: keptHeaders(deps, response.headers, file) })
  }
  throw new Error(`${file.path} is not the file of this version.`)
}

/** As the host sent them, and ours where it sent none: such a host is isolated and strict from here on. */
function keptHeaders(
  { headers: ours }: ServiceWorkerDeps,
  sent: Headers,
  file: ReleaseFile,
): Headers {
  const headers = new Headers(sent)
  for (const [name, value] of Object.entries(ours)) if (!headers.has(name)) headers.set(name, value)
  // The body is kept as it is, not as it was packed for the way.
  headers.delete('content-encoding')
  headers.set('content-length', String(file.bytes))
  headers.set(hashHeader, file.sha256)
  return headers
}
