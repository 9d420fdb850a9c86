import type { ToServiceWorker } from '../../../src/pwa/protocol.ts'
import type { PwaDeps } from '../../../src/pwa/pwaDeps.ts'
import type { KeptModel } from '../../../src/pwa/pwaState.ts'
import { createPwa, type Pwa } from '../../../src/pwa/pwa.ts'

/** A service worker that answers as a test says. */
export class FakeServiceWorker extends EventTarget {
  state: ServiceWorkerState = 'installing'
  readonly asked: ToServiceWorker[] = []
  readonly version: string
  readonly answer: (asked: ToServiceWorker) => unknown

  constructor(version: string, answer: (asked: ToServiceWorker) => unknown = () => undefined) {
    super()
    this.version = version
    this.answer = answer
  }

  postMessage(asked: ToServiceWorker, [port]: MessagePort[]): void {
    this.asked.push(asked)
    const usual = { version: { type: 'version', version: this.version }, check: allHere }
    const known = usual[asked.type as keyof typeof usual] ?? { type: 'done' }
    port?.postMessage(this.answer(asked) ?? known)
  }

  become(state: ServiceWorkerState): void {
    this.state = state
    this.dispatchEvent(new Event('statechange'))
  }
}

const allHere = { type: 'checked', check: { files: 58, missing: [], wrong: [] } }

class FakeRegistration extends EventTarget {
  active: FakeServiceWorker | null = null
  installing: FakeServiceWorker | null = null
  waiting: FakeServiceWorker | null = null
  updates = 0

  async update(): Promise<void> {
    this.updates++
  }
}

class FakeContainer extends EventTarget {
  controller: FakeServiceWorker | null = null
  failure: Error | undefined
  readonly registration: FakeRegistration

  constructor(registration: FakeRegistration) {
    super()
    this.registration = registration
  }

  async register(): Promise<FakeRegistration> {
    if (this.failure !== undefined) throw this.failure
    return this.registration
  }
}

export interface PwaBench {
  readonly pwa: Pwa
  readonly registration: FakeRegistration
  readonly container: FakeContainer
  readonly log: string[]
  /** What the page is in: a reply, a network, the front of the screen. */
  readonly now: {
    models: () => Promise<readonly KeptModel[]>
    isBusy: boolean
    isOnline: boolean
    isHidden: boolean
    ms: number
  }
  /** A downloaded model has come or gone. */
  tellModels(): void
  /** The browser says that the network has come or gone. */
  tellNetwork(): void
  /** The person comes back to the tab. */
  look(): void
  /** One of the service workers takes this tab. */
  control(worker: FakeServiceWorker): void
  /** A newer version is being installed. */
  bring(worker: FakeServiceWorker): void
  /** It is installed, and waits. */
  finish(worker: FakeServiceWorker): void
}

export function createPwaBench(version = 'one'): PwaBench {
  const registration = new FakeRegistration()
  const container = new FakeContainer(registration)
  const page = Object.assign(new EventTarget(), { baseURI: 'https://host.example/ponder/' })
  const now = {
    models: async (): Promise<readonly KeptModel[]> => [{ name: 'R1 1.5B', isWhole: false }],
    isBusy: false,
    isOnline: true,
    isHidden: false,
    ms: 0,
  }
  const log: string[] = []
  let tellNetwork = (): void => undefined
  let tellModels = (): void => undefined
  const pwa = createPwa({
    serviceWorkers: container as unknown as ServiceWorkerContainer,
    locks: {
      request(name: string) {
        log.push(`lock ${name}`)
        return new Promise(() => undefined)
      },
    },
    page: new Proxy(page, {
      get: (target, name) => {
        if (name === 'hidden') return now.isHidden
        const value: unknown = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    }) as unknown as PwaDeps['page'],
    network: {
      isOnline: () => now.isOnline,
      subscribe: (listener) => {
        tellNetwork = listener
      },
    },
    version,
    embedded: { name: 'ponder-nano', folder: 'models/nano/' },
    checkModels: () => now.models(),
    onModels: (listener) => {
      tellModels = listener
    },
    isBusy: () => now.isBusy,
    keepAll: async () => void log.push('kept'),
    reload: () => log.push('reloaded'),
    now: () => now.ms,
    repeat: () => undefined,
  })
  return {
    pwa,
    registration,
    container,
    log,
    now,
    tellNetwork: () => tellNetwork(),
    tellModels: () => tellModels(),
    look: () => void page.dispatchEvent(new Event('visibilitychange')),
    control(worker) {
      container.controller = worker
      container.dispatchEvent(new Event('controllerchange'))
    },
    bring(worker) {
      registration.installing = worker
      registration.dispatchEvent(new Event('updatefound'))
    },
    finish(worker) {
      registration.installing = null
      registration.waiting = worker
      worker.become('installed')
    },
  }
}
