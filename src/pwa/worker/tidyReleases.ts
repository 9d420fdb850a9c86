import { isReleaseName } from '../release.ts'
import { otherReleases, type ServiceWorkerDeps } from './releaseStore.ts'

/** A lock that is held: each tab holds the one of the release that it runs. */
export interface Holder {
  readonly name: string
  readonly tab: string
}

interface TidyDeps extends ServiceWorkerDeps {
  readonly findHolders: () => Promise<readonly Holder[]>
  /** Tabs that show this app now. */
  readonly countTabs: () => Promise<number>
  /** Whether another release is being installed, or waits to take over. */
  readonly isAnotherComing: () => boolean
}

/**
 * Removes the caches of releases that no tab runs. Only caches of this app's releases are touched: models,
 * chats and whatever else is kept here stays. Answers what was removed.
 */
export async function tidyReleases(deps: TidyDeps): Promise<readonly string[]> {
  if (deps.isAnotherComing()) return []
  const holders = (await deps.findHolders()).filter(({ name }) => isReleaseName(deps.scope, name))
  // A tab that is just opening holds no lock yet, and may have come with an older release: another time.
  if (new Set(holders.map(({ tab }) => tab)).size < (await deps.countTabs())) return []
  const running = new Set(holders.map(({ name }) => name))
  const removed: string[] = []
  for (const name of await otherReleases(deps)) {
    if (running.has(name)) continue
    await deps.caches.delete(name)
    removed.push(name)
  }
  return removed
}
