import type { ServiceWorkerAnswer, ServiceWorkerNews, ToServiceWorker } from '../protocol.ts'
import { pageFile, type Release } from '../release.ts'
import { answerRequest, findAskedFile } from './answerRequest.ts'
import { checkRelease } from './checkRelease.ts'
import { installRelease } from './installRelease.ts'
import type { ServiceWorkerDeps } from './releaseStore.ts'
import { tidyReleases, type Holder } from './tidyReleases.ts'

/** Two facts of the build, written before this code in `sw.js`. */
declare const builtRelease: Release
declare const builtHeaders: Readonly<Record<string, string>>

declare const self: ServiceWorkerGlobalScope

const scope = self.registration.scope
const deps: ServiceWorkerDeps = {
  release: builtRelease,
  scope,
  caches,
  fetch: (address, init) => fetch(address, init),
  headers: builtHeaders,
}

// Nobody is taken over unasked: a new version waits until the old tabs are gone or a person wants it.
self.addEventListener('install', (event) => event.waitUntil(install()))

// The first page that was ever opened has come without a service worker; from here on it has one.
self.addEventListener('activate', (event) =>
  event.waitUntil(Promise.all([tidy(), self.clients.claim()])),
)

self.addEventListener('fetch', (event) => {
  const path = findAskedFile(deps, event.request)
  if (path === undefined) return
  const { request } = event
  const fetchFile = (address: string): Promise<Response> =>
    // A page may be sent elsewhere, which the browser follows itself.
    path === pageFile ? fetch(address, { redirect: 'manual' }) : fetch(request)
  event.respondWith(answerRequest(deps, path, fetchFile))
})

self.addEventListener('message', (event) => {
  const [port] = event.ports
  const reply = (answer: ServiceWorkerAnswer): void => port?.postMessage(answer)
  event.waitUntil(
    follow(event.data as ToServiceWorker).then(reply, (thrown: unknown) =>
      reply({ type: 'failed', detail: String(thrown) }),
    ),
  )
})

async function follow(asked: ToServiceWorker): Promise<ServiceWorkerAnswer> {
  switch (asked.type) {
    case 'version':
      return { type: 'version', version: builtRelease.version }
    case 'check':
      return { type: 'checked', check: await checkRelease(deps, asked.deep) }
    case 'repair':
      await alone(() => installRelease(deps, () => undefined))
      return { type: 'done' }
    case 'take-over':
      void self.skipWaiting()
      return { type: 'done' }
    case 'tidy':
      await tidy()
      return { type: 'done' }
  }
}

async function install(): Promise<void> {
  const { version } = builtRelease
  try {
    await alone(() =>
      installRelease(
        deps,
        (done, total) => void tell({ type: 'installing', version, done, total }),
      ),
    )
  } catch (thrown) {
    await tell({ type: 'install-failed', version, detail: String(thrown) })
    throw thrown
  }
}

const lockName = `ponder/releases ${scope}`

/** One at a time, over all versions: what one is putting there another must not take away. */
const alone = (work: () => Promise<unknown>): Promise<unknown> =>
  navigator.locks.request(lockName, work)

/** Another time, if a version is being installed: nobody waits for a tidy-up. */
const tidy = (): Promise<unknown> =>
  navigator.locks.request(lockName, { ifAvailable: true }, async (lock) => {
    if (lock === null) return
    await tidyReleases({
      ...deps,
      findHolders: async () => ((await navigator.locks.query()).held ?? []).map(readHolder),
      countTabs: async () => (await findTabs()).length,
      isAnotherComing: () =>
        self.registration.installing !== null || self.registration.waiting !== null,
    })
  })

const readHolder = ({ name = '', clientId = '' }: LockInfo): Holder => ({ name, tab: clientId })

async function tell(news: ServiceWorkerNews): Promise<void> {
  for (const tab of await findTabs()) tab.postMessage(news)
}

async function findTabs(): Promise<readonly WindowClient[]> {
  const all = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  return all.filter(({ url }) => url.startsWith(scope))
}
