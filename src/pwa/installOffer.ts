import { createStore, type StoreApi } from 'zustand/vanilla'

/** Chromium's event; TypeScript's DOM library does not have it. */
interface InstallPromptEvent extends Event {
  prompt(): Promise<unknown>
  readonly userChoice: Promise<{ readonly outcome: 'accepted' | 'dismissed' }>
}

/** Whether the browser offers to install the app. An offer can be taken once. */
export type InstallState = 'none' | 'offered' | 'asking' | 'installed'

export interface InstallOffer extends Pick<
  StoreApi<InstallState>,
  'getState' | 'getInitialState' | 'subscribe'
> {
  /** Shows the browser's own question. */
  install(): Promise<void>
}

/** Catches the browser's offer, which comes once and early: to be called before anything is waited for. */
export function createInstallOffer(target: Pick<Window, 'addEventListener'>): InstallOffer {
  const store = createStore<InstallState>(() => 'none')
  let offer: InstallPromptEvent | undefined
  target.addEventListener('beforeinstallprompt', (event) => {
    // The app has a button of its own; the browser's bar would lie over the composer.
    event.preventDefault()
    offer = event as InstallPromptEvent
    store.setState('offered', true)
  })
  target.addEventListener('appinstalled', () => store.setState('installed', true))
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,

    async install() {
      const taken = offer
      offer = undefined
      if (taken === undefined) return
      store.setState('asking', true)
      try {
        await taken.prompt()
        const { outcome } = await taken.userChoice
        if (store.getState() === 'asking')
          store.setState(outcome === 'accepted' ? 'installed' : 'none', true)
      } catch {
        // The browser withdrew its offer; it makes another when it likes.
        store.setState('none', true)
      }
    },
  }
}
