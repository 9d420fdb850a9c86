import { hexDigest } from '../../lib/hexDigest.ts'
import type { ReleaseCheck } from '../protocol.ts'
import { addressOf } from '../release.ts'
import { findKept, openRelease, type ServiceWorkerDeps } from './releaseStore.ts'

/**
 * What of the release is kept. A deep check hashes each file again, and removes one that is not what it must
 * be: the browser then fetches it, or a repair does.
 */
export async function checkRelease(deps: ServiceWorkerDeps, deep: boolean): Promise<ReleaseCheck> {
  const { release, scope } = deps
  const cache = await openRelease(deps)
  const missing: string[] = []
  const wrong: string[] = []
  for (const file of release.files) {
    const kept = await findKept(cache, file, scope)
    if (kept === undefined) missing.push(file.path)
    else if (deep && (await hexDigest('SHA-256', await kept.arrayBuffer())) !== file.sha256) {
      await cache.delete(addressOf(file.path, scope))
      wrong.push(file.path)
    }
  }
  return { files: release.files.length, missing, wrong }
}
