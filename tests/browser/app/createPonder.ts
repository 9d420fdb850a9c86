import type { Ponder } from '../../../src/app/boot.ts'
import { createContextRoom } from '../../../src/app/createContextRoom.ts'
import { createShelf } from '../../../src/app/createShelf.ts'
import { browserAddressBar, createNavigation, fragmentOf } from '../../../src/app/navigation.ts'
import { createLensStore } from '../../../src/chat/lensStore.ts'
import { createChatStore } from '../../../src/chat/chatStore.ts'
import { createRunTurn } from '../../../src/chat/runTurn.ts'
import { createWritingLocks } from '../../../src/chat/writingLocks.ts'
import { nanoRecord } from '../../../src/engine/catalogue/nanoRecord.ts'
import { createIncoming } from '../../../src/app/incoming.ts'
import { createPresetStore } from '../../../src/presets/presetStore.ts'
import { defaultSettings } from '../../../src/settings/settings.ts'
import { createSettingsStore } from '../../../src/settings/settingsStore.ts'
import { createDatabase } from '../../../src/storage/database.ts'
import { createAppStorage } from '../../../src/storage/storage.ts'
import { createLaunching } from '../../../src/app/launching.ts'
import { createInstallOffer } from '../../../src/pwa/installOffer.ts'
import { createFakeModels } from '../../fakes/fakeModels.ts'
import {
  createFakeEngine,
  type FakeEngine,
  type FakeEngineOptions,
} from '../../fakes/fakeEngine.ts'
import { createFakePwa, type FakePwa } from '../../fakes/fakePwa.ts'

/** The parts of the app around a scripted engine; nothing is kept. */
export function createPonder(options: FakeEngineOptions = {}): {
  readonly ponder: Ponder
  readonly engine: FakeEngine
  readonly pwa: FakePwa
} {
  const engine = createFakeEngine(options)
  const defaults = defaultSettings(nanoRecord.id)
  const settings = createSettingsStore(defaults)
  const now = (): number => Date.now()
  const chats = createChatStore({
    runTurn: createRunTurn({
      engine,
      now,
      onFrame(run) {
        const frame = requestAnimationFrame(run)
        return () => cancelAnimationFrame(frame)
      },
      contextOf: () => nanoRecord.longestContext,
    }),
    loadTree: () => Promise.reject(new Error('nothing is stored')),
    readAgain: () => Promise.resolve(null),
    whenStored: () => Promise.resolve(),
    locks: createWritingLocks(undefined),
    defaults: () => defaults.chat,
    templateOf: () => 'r1-distill',
    createId: () => crypto.randomUUID(),
    random: () => 0.5,
    now,
  })
  const lenses = createLensStore()
  const database = createDatabase(() => () => Promise.reject(new Error('not used')))
  const storage = createAppStorage({
    lenses,
    database,
    now,
    setTimer: () => () => undefined,
    fallback: () => defaults.chat,
  })
  history.replaceState(null, '', location.pathname + location.search)
  const navigation = createNavigation(chats, browserAddressBar())
  const presets = createPresetStore({ createId: () => crypto.randomUUID(), now })
  const incoming = createIncoming(
    browserAddressBar(),
    () => fragmentOf(chats),
    () => settings.getState().chat,
  )
  const launching = createLaunching({
    chats,
    navigation,
    address: location.origin,
    queue: undefined,
    openFiles: async () => '',
  })
  const pwa = createFakePwa()
  const installOffer = createInstallOffer(window)
  const models = createFakeModels()
  const shelf = createShelf({ engine, chats, settings, storage, models })
  const parts = {
    database,
    engine,
    chats,
    lenses,
    navigation,
    settings,
    storage,
    presets,
    incoming,
    models,
    shelf,
  }
  const context = createContextRoom({ engine, models, shelf })
  return {
    ponder: {
      ...parts,
      pwa,
      installOffer,
      launching,
      context,
      findFolderBackup: null,
      forgetEmptied: null,
    },
    engine,
    pwa,
  }
}
