import type { StoreApi } from 'zustand/vanilla'

import { askServiceWorker } from './askServiceWorker.ts'
import type { PwaDeps } from './pwaDeps.ts'
import type { PwaState } from './pwaState.ts'

/** How often a page that stays open asks for a new version. */
const hourMs = 3_600_000

/** A new version, which never comes unasked and never in the middle of a reply. */
export interface Updates {
  /** Lets the new version take over and reloads this tab; other tabs run on with their own files. */
  reloadToUpdate(): Promise<void>
  putOff(): void
}

interface Following {
  follow(registration: ServiceWorkerRegistration): void
}

export function createUpdates(
  { getState, setState }: StoreApi<PwaState>,
  deps: PwaDeps,
): Updates & Following {
  const { serviceWorkers, version, isBusy, keepAll, reload, page } = deps
  let registration: ServiceWorkerRegistration | undefined
  let isFollowing = false
  let askedAt = deps.now()

  function lookForWaiting(): void {
    // The very first version waits for nobody, and is not an update.
    const isUpdate = registration?.waiting !== null && registration?.active !== null
    if (isUpdate && getState().update === 'none') setState({ update: 'waiting', isPutOff: false })
  }

  /** Whether the service worker that answers this tab is of its own version. */
  async function lookForTakeOver(): Promise<void> {
    const controller = serviceWorkers?.controller
    if (controller === null || controller === undefined) return
    const answer = await askServiceWorker(controller, { type: 'version' })
    if (answer.type === 'version' && answer.version !== version)
      setState({ update: 'superseded', isPutOff: false })
  }

  function askForUpdate(): void {
    if (page.hidden || !getState().isOnline || deps.now() - askedAt < hourMs) return
    askedAt = deps.now()
    // A host that cannot be reached now is asked another time.
    void registration?.update().catch(() => undefined)
  }

  async function reloadNow(): Promise<void> {
    await keepAll()
    // A question may have been sent meanwhile.
    if (isBusy()) await lookForTakeOver()
    else reload()
  }

  return {
    putOff: () => setState({ isPutOff: true }),

    async reloadToUpdate() {
      const { update } = getState()
      if (isBusy() || update === 'taking-over' || update === 'none') return
      const waiting = registration?.waiting
      if (update === 'waiting' && waiting !== null && waiting !== undefined) {
        setState({ update: 'taking-over' })
        // Both: the tab that asks is controlled by the new version before it is loaded again.
        await Promise.all([
          controllerChange(serviceWorkers),
          askServiceWorker(waiting, { type: 'take-over' }),
        ])
      }
      await reloadNow()
    },

    follow(found) {
      registration = found
      lookForWaiting()
      found.addEventListener('updatefound', () => {
        found.installing?.addEventListener('statechange', lookForWaiting)
      })
      found.installing?.addEventListener('statechange', lookForWaiting)
      void lookForTakeOver()
      if (isFollowing) return
      isFollowing = true
      serviceWorkers?.addEventListener('controllerchange', () => {
        if (getState().update !== 'taking-over') void lookForTakeOver()
      })
      page.addEventListener('visibilitychange', askForUpdate)
      deps.repeat(askForUpdate, hourMs)
    },
  }
}

/** Settles when another service worker controls this page, or after a while: a reload is right then too. */
function controllerChange(container: ServiceWorkerContainer | undefined): Promise<void> {
  return new Promise((resolve) => {
    container?.addEventListener('controllerchange', () => resolve(), { once: true })
    setTimeout(resolve, 10_000)
  })
}
