import type { StoreApi } from 'zustand/vanilla'

import { askServiceWorker } from './askServiceWorker.ts'
import type { ReleaseCheck } from './protocol.ts'
import type { PwaDeps } from './pwaDeps.ts'
import type { AppKept, KeptModel, PwaState } from './pwaState.ts'

/** What works without a network, and putting right what does not. */
export interface OfflineCheck {
  /** Hashes every file of the app and looks through the models. */
  checkAll(): Promise<void>
  /** Looks through the models again, as they have changed; nothing is hashed. */
  lookAtModels(): Promise<void>
  /** Fetches what is missing or damaged, and checks again. */
  repair(): Promise<void>
}

interface Following {
  follow(registration: ServiceWorkerRegistration): Promise<void>
}

export function createOfflineCheck(
  { getState, setState }: StoreApi<PwaState>,
  { embedded, checkModels }: Pick<PwaDeps, 'embedded' | 'checkModels'>,
): OfflineCheck & Following {
  let registration: ServiceWorkerRegistration | undefined
  let changes = 0

  async function look(deep: boolean): Promise<void> {
    const worker = registration?.active
    if (worker === null || worker === undefined) return
    const answer = await askServiceWorker(worker, { type: 'check', deep })
    if (answer.type !== 'checked') {
      const detail = answer.type === 'failed' ? answer.detail : ''
      setState(
        deep ? { check: { status: 'failed', detail } } : { app: { status: 'failed', detail } },
      )
      return
    }
    const app = toAppKept(answer.check)
    const lacking = app.status === 'incomplete' ? app.lacking : []
    const isWhole = !lacking.some((path) => path.startsWith(embedded.folder))
    const models = [{ name: embedded.name, isWhole }, ...(await lookThrough(deep))]
    const { wrong } = answer.check
    setState(deep ? { app, models, check: { status: 'done', wrong } } : { app, models })
  }

  /** Of the app nothing changes with a model, so its files are not looked through again. */
  async function lookAtModels(): Promise<void> {
    changes += 1
    // Before the first look nothing is claimed; one that runs now sees that something changed.
    if (getState().models.length === 0) return
    const models = await lookThrough(false)
    setState(({ models: [own] }) => ({ models: own === undefined ? [] : [own, ...models] }))
  }

  /** What changed meanwhile is looked at again: the last word is the newest. */
  async function lookThrough(deep: boolean): Promise<readonly KeptModel[]> {
    const seen = changes
    const models = await checkModels(deep)
    return seen === changes ? models : lookThrough(false)
  }

  async function checkAll(): Promise<void> {
    if (registration === undefined) return
    setState({ check: { status: 'running' } })
    await look(true)
  }

  return {
    checkAll,
    lookAtModels,

    async repair() {
      const worker = registration?.active
      if (worker === null || worker === undefined) return
      setState({ check: { status: 'running' } })
      const answer = await askServiceWorker(worker, { type: 'repair' })
      if (answer.type === 'failed') setState({ check: { status: 'failed', detail: answer.detail } })
      else await checkAll()
    },

    async follow(found) {
      registration = found
      await isActive(found)
      if (found.active === null) {
        if (getState().app.status !== 'failed')
          setState({ app: { status: 'failed', detail: 'The browser ended the installation.' } })
        return
      }
      await look(false)
      const { app, isOnline } = getState()
      // A browser that is short of room may have taken some files away.
      if (app.status === 'incomplete' && isOnline) {
        await askServiceWorker(found.active, { type: 'repair' })
        await look(false)
      }
      void askServiceWorker(found.active, { type: 'tidy' })
    },
  }
}

function toAppKept({ files, missing, wrong }: ReleaseCheck): AppKept {
  const lacking = [...missing, ...wrong]
  return lacking.length === 0 ? { status: 'kept', files } : { status: 'incomplete', files, lacking }
}

/** Settles when a version is active: at once, or when the first one has been installed, or has failed. */
function isActive({ active, installing, waiting }: ServiceWorkerRegistration): Promise<void> {
  const worker = installing ?? waiting
  if (active !== null || worker === null) return Promise.resolve()
  return new Promise((resolve) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated' || worker.state === 'redundant') resolve()
    })
  })
}
