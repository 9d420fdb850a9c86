import type { ChatStore } from '../chat/chatStore.ts'
import type { Engine, EngineState } from '../engine/engine.ts'
import { nanoRecord } from '../engine/catalogue/nanoRecord.ts'
import type { Models } from '../engine/createModels.ts'
import { untilState } from '../engine/untilState.ts'
import type { ModelShelf } from '../engine/shelf/modelShelf.ts'
import type { ShelfState } from '../engine/shelf/shelfState.ts'
import { createPwa, type Pwa } from '../pwa/pwa.ts'
import type { KeptModel } from '../pwa/pwaState.ts'
import { unbuilt } from '../pwa/release.ts'
import type { AppStorage } from '../storage/storage.ts'

interface PwaParts {
  readonly chats: ChatStore
  readonly engine: Engine
  readonly storage: AppStorage
  readonly models: Models
  readonly shelf: ModelShelf
}

/** Offline use and updates, wired to the browser, the chats and the engine. */
export function createBrowserPwa(parts: PwaParts): Pwa {
  const { chats, engine, storage } = parts
  const version = readVersion()
  const pwa = createPwa({
    // Only a built app is a release; a browser leaves the container out where the page is not secure.
    serviceWorkers: version === unbuilt ? undefined : readBrowser('serviceWorker'),
    locks: readBrowser('locks'),
    page: document,
    network: {
      isOnline: () => navigator.onLine,
      subscribe(listener) {
        addEventListener('online', listener)
        addEventListener('offline', listener)
      },
    },
    version,
    embedded: { name: nanoRecord.name, folder: 'models/nano/' },
    checkModels: (deep) => checkModels(parts, deep),
    onModels: (listener) => parts.shelf.subscribe(whenModelsChange(listener)),
    isBusy: () => chats.getState().live.size > 0,
    keepAll: () => storage.flush(),
    reload: () => location.reload(),
    now: () => Date.now(),
    repeat: (run, everyMs) => void setInterval(run, everyMs),
  })
  // The model's files come first; the service worker then finds them in the browser's cache.
  const isSettled = ({ status }: EngineState): boolean =>
    status === 'ready' || status === 'failed' || status === 'generating'
  void untilState(engine, isSettled, AbortSignal.timeout(20_000)).then(pwa.start)
  return pwa
}

/** Of all that the shelf tells, which models are here and whole is what offline use hangs on. */
const whenModelsChange =
  (listener: () => void) =>
  ({ installed }: ShelfState, { installed: before }: ShelfState): void => {
    if (installed !== before && describeStates(installed) !== describeStates(before)) listener()
  }

const describeStates = (installed: ShelfState['installed']): string =>
  JSON.stringify([...installed.values()].map(({ record: { id }, state }) => [id, state]))

/** Each downloaded model, and whether every file of it is here; `deep` hashes them all again. */
const checkModels = (
  { models: { disk, registry }, shelf }: PwaParts,
  deep: boolean,
): Promise<readonly KeptModel[]> =>
  Promise.all(
    [...shelf.getState().installed.keys()].map(async (id) => {
      const files = await disk.findKept(id)
      const isWhole =
        files !== undefined &&
        (deep
          ? (await disk.verify(files, new AbortController().signal)).length === 0
          : await disk.isWhole(files))
      return { name: registry.find(id)?.name ?? id, isWhole }
    }),
  )

/** Written into the page when it is built. */
const readVersion = (): string =>
  document.querySelector('meta[name="version"]')?.getAttribute('content') ?? unbuilt

/** TypeScript believes that these are always there. */
const readBrowser = <Name extends 'serviceWorker' | 'locks'>(
  name: Name,
): Navigator[Name] | undefined => (navigator as Partial<Navigator>)[name]
