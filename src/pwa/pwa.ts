import { createStore, type StoreApi } from 'zustand/vanilla'

import { createOfflineCheck, type OfflineCheck } from './offlineCheck.ts'
import { readNews } from './protocol.ts'
import type { PwaDeps } from './pwaDeps.ts'
import { initialPwaState, type PwaState } from './pwaState.ts'
import { releaseName } from './release.ts'
import { createUpdates, type Updates } from './updates.ts'

type Reading = Pick<StoreApi<PwaState>, 'getState' | 'getInitialState' | 'subscribe'>

/** Offline use and updates, as this tab sees them. */
export interface Pwa extends Reading, OfflineCheck, Updates {
  /** Registers the service worker, which then keeps the app; once the page has done what is more urgent. Again
   * after it has failed. */
  start(): Promise<void>
}

export function createPwa(deps: PwaDeps): Pwa {
  const { serviceWorkers, locks, network, version, page } = deps
  const script = new URL('sw.js', page.baseURI).href
  const scope = script.slice(0, -'sw.js'.length)
  const store = createStore<PwaState>(() => ({
    ...initialPwaState,
    isOnline: network.isOnline(),
    ...(serviceWorkers === undefined ? { app: { status: 'unsupported' } } : {}),
  }))
  const check = createOfflineCheck(store, deps)
  const updates = createUpdates(store, deps)
  network.subscribe(() => {
    store.setState({ isOnline: network.isOnline() })
    if (network.isOnline() && store.getState().app.status === 'failed') void start()
  })
  deps.onModels(() => void check.lookAtModels())
  serviceWorkers?.addEventListener('message', ({ data }) => followInstall(data))
  // Held until the tab is gone: the files of this release stay as long.
  void locks?.request(releaseName(scope, version), { mode: 'shared' }, () => forever)

  /** The first install of this release; an update goes its way unseen until it waits. */
  function followInstall(data: unknown): void {
    const news = readNews(data)
    if (news?.version !== version || store.getState().app.status === 'kept') return
    const { done, total } = news.type === 'installing' ? news : { done: 0, total: 0 }
    store.setState({
      app:
        news.type === 'installing'
          ? { status: 'keeping', done, total }
          : { status: 'failed', detail: news.detail },
    })
  }

  async function start(): Promise<void> {
    if (serviceWorkers === undefined) return
    try {
      const registration = await serviceWorkers.register(script, {
        scope,
        updateViaCache: 'none',
      })
      updates.follow(registration)
      await check.follow(registration)
    } catch (thrown) {
      store.setState({ app: { status: 'failed', detail: String(thrown) } })
    }
  }

  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    start,
    ...check,
    ...updates,
  }
}

const forever = new Promise<never>(() => undefined)
