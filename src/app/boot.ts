import { createChatStore, type ChatStore } from '../chat/chatStore.ts'
import type { ContextRoom } from '../chat/context/contextRoom.ts'
import { createLensStore, type LensStore } from '../chat/lensStore.ts'
import { createPacedFrames } from '../chat/pacedFrames.ts'
import { selectChat } from '../chat/chatState.ts'
import { createRunTurn } from '../chat/runTurn.ts'
import { createWritingLocks } from '../chat/writingLocks.ts'
import type { Engine } from '../engine/engine.ts'
import { findObstacle } from '../engine/catalogue/findObstacle.ts'
import { nanoRecord } from '../engine/catalogue/nanoRecord.ts'
import { createModels, type Models } from '../engine/createModels.ts'
import { probeGpu } from '../engine/gpuSupport.ts'
import { probeDevice } from '../engine/probeDevice.ts'
import type { WorkerLike } from '../engine/workerLink.ts'
import type { ModelShelf } from '../engine/shelf/modelShelf.ts'
import { onlyHere } from '../engine/source/onlyHere.ts'
import { suggestModels } from '../engine/suggestModels.ts'
import { createContextRoom, loadedContext } from './createContextRoom.ts'
import { createShelf } from './createShelf.ts'
import { isModelHere } from './isModelHere.ts'
import { defaultSettings } from '../settings/settings.ts'
import { createSettingsStore, type SettingsStore } from '../settings/settingsStore.ts'
import { createInstallOffer, type InstallOffer } from '../pwa/installOffer.ts'
import type { LaunchQueue } from '../pwa/launch.ts'
import type { Pwa } from '../pwa/pwa.ts'
import type { FindFolderBackup } from '../storage/folder/AutomaticBackup.tsx'
import { announceWrites, writesChannel } from '../storage/announceWrites.ts'
import { markChats } from '../storage/chatMarker.ts'
import type { Database } from '../storage/database.ts'
import { openDatabase } from '../storage/openDatabase.ts'
import { createAppStorage, type AppStorage } from '../storage/storage.ts'
import { createPresetStore, type PresetStore } from '../presets/presetStore.ts'
import { afterPaint, findLocks, onFrame, setTimer, startWorker } from './browserMeans.ts'
import { createBrowserPwa } from './createBrowserPwa.ts'
import { openDroppedFiles } from './droppedFiles.ts'
import { createIncoming, type IncomingStore } from './incoming.ts'
import { prepareFolderBackup } from './folderBackup.ts'
import { createLaunching, withoutLaunch, type Launching } from './launching.ts'
import { giveWayOnLeaving, keepOnLeaving } from './leaving.ts'
import { reflectEngine, reflectTheme } from './reflectState.ts'
import { browserAddressBar, createNavigation, fragmentOf, type Navigation } from './navigation.ts'

/** The parts of the app, made once. */
export interface Ponder {
  readonly engine: Engine
  readonly chats: ChatStore
  readonly lenses: LensStore
  readonly navigation: Navigation
  readonly settings: SettingsStore
  readonly storage: AppStorage
  /** What `storage` is kept in, to be looked at as it is. */
  readonly database: Database
  readonly presets: PresetStore
  readonly incoming: IncomingStore
  readonly models: Models
  readonly shelf: ModelShelf
  readonly pwa: Pwa
  readonly installOffer: InstallOffer
  readonly launching: Launching
  readonly context: ContextRoom
  readonly findFolderBackup: FindFolderBackup
  /** There were chats here, and the browser has thrown them away: called once that has been read. */
  readonly forgetEmptied: (() => void) | null
}

/** Start-up in order: read what is stored, then show it, and only then may anything be written. */
export async function boot(): Promise<Ponder> {
  const installOffer = createInstallOffer(window)
  // Loads beside the stored chats: the first screen waits for those anyway.
  const manyTabs = import('./manyTabs.ts')
  const models = createModels()
  const { registry } = models
  const fallback = defaultSettings(nanoRecord.id)
  const lenses = createLensStore()
  // The search reads what was written, in this tab and in others.
  const written = 'BroadcastChannel' in window ? new BroadcastChannel(writesChannel) : null
  const database = announceWrites(openDatabase(), (keys) => written?.postMessage(keys))
  const locks = findLocks()
  const writingLocks = createWritingLocks(locks)
  const storage = createAppStorage({
    lenses,
    database,
    now: () => Date.now(),
    setTimer,
    fallback: () => fallback.chat,
    locks: writingLocks,
  })
  const loaded = await storage.load()
  const tabs = await manyTabs
  const workers = new Set<WorkerLike>()
  const local = tabs.createEngineClient({
    startWorker() {
      const worker = startWorker()
      workers.add(worker)
      return worker
    },
    models: registry,
    disk: onlyHere(models.disk),
    findObstacle: async (record, contextTokens) =>
      findObstacle(await probeGpu(navigator), record, contextTokens),
    suggest: async (failed, contextTokens) =>
      suggestModels({
        failed,
        contextTokens,
        models: registry.list(),
        device: await probeDevice(navigator),
        stored: new Set(await models.disk.listStored()),
      }),
    setTimer,
    // Told in the tab whose worker it is: only there can anything be done about its disk.
    onJournal: (failure) => storage.noteJournal(failure),
  })
  const engine = tabs.createSharedEngine({
    local,
    locks,
    channel: tabs.openTabChannel('ponder/engine'),
    createId: () => crypto.randomUUID(),
    async learn(model) {
      if (registry.find(model) === undefined) await recall()
    },
    endWorker() {
      for (const worker of workers) worker.terminate()
    },
  })
  let recall = (): Promise<void> => Promise.resolve()
  giveWayOnLeaving(engine)
  const settings = createSettingsStore(
    loaded.kind === 'loaded' && loaded.settings !== null ? loaded.settings : fallback,
  )
  const chats: ChatStore = createChatStore({
    runTurn: createRunTurn({
      engine,
      now: () => Date.now(),
      onGrown: storage.timings.keep,
      // Where nothing of the chats may be written, nothing of these is either.
      isJournalled: () => loaded.kind === 'loaded' && !storage.state.getState().isOutdated,
      onLoop: () => settings.getState().loops ?? 'offer',
      async recordLens(answer) {
        if (selectChat(answer.chatId)(chats.getState())?.lens !== true) return undefined
        // Not here, and without a network not to be had: the reply is worth more than its probabilities.
        const recorder = await import('../chat/lensRecorder.ts').catch(() => undefined)
        return recorder?.createLensRecorder(lenses, answer)
      },
      onFrame: createPacedFrames({ onFrame, afterPaint, setTimer, now: () => performance.now() }),
      contextOf: (model) => loadedContext(engine.getState(), model) ?? registry.contextOf(model),
    }),
    loadTree: (chat) => storage.loadTree(chat),
    loadTiming: storage.timings.load,
    readAgain: (answer) => storage.readAgain(answer),
    whenStored: () => storage.flush(),
    locks: writingLocks,
    turnLock: tabs.createTurnLock(locks),
    watchTabs: tabs.watchTabs(),
    defaults: () => settings.getState().chat,
    templateOf: (model) => registry.find(model)?.template ?? 'r1-distill',
    createId: () => crypto.randomUUID(),
    random: Math.random,
    now: () => Date.now(),
  })
  const presets = createPresetStore({
    createId: () => crypto.randomUUID(),
    now: () => Date.now(),
  })
  if (loaded.kind === 'loaded') {
    presets.addStored(loaded.presets)
    chats.addStored(loaded.chats)
    chats.addDrafts(loaded.drafts, loaded.unsent)
    storage.keep(chats, settings, presets, tabs.createSync(database))
    keepOnLeaving(storage)
    void chats.sweepBin()
  }
  const forgetEmptied = loaded.kind === 'loaded' ? markChats(chats, () => localStorage) : null
  const address = location.href
  if (location.search !== '') history.replaceState(null, '', withoutLaunch(address))
  const navigation = createNavigation(chats, browserAddressBar())
  const incoming = createIncoming(
    browserAddressBar(),
    () => fragmentOf(chats),
    () => settings.getState().chat,
  )
  // Of chats that could not be read nobody can say that they are not there.
  if (loaded.kind === 'loaded') await navigation.follow()
  await incoming.follow()
  openDroppedFiles((file) => void incoming.openFile(file))
  reflectEngine(engine)
  reflectTheme(settings)
  const launching = createLaunching({
    chats,
    navigation,
    address,
    queue: (window as { readonly launchQueue?: LaunchQueue }).launchQueue,
    // What a file holds is shown and waits for a yes: one at a time.
    openFiles: async ([first, ...others]) => {
      if (first !== undefined) await incoming.openFile(first)
      return others.length === 0
        ? null
        : `Only ${first?.name} was opened. Open the others one after another: ${others.map(({ name }) => name).join(', ')}.`
    },
  })
  const shelf = createShelf({ engine, chats, settings, storage, models })
  // Models that a person added are known before one of them is loaded.
  recall = shelf.recall
  await recall()
  const first = isModelHere(shelf, settings.getState().chat.model)
    ? settings.getState().chat.model
    : nanoRecord.id
  if (first !== settings.getState().chat.model) {
    settings.change({ chat: { ...settings.getState().chat, model: first } })
    chats.changeSettings(chats.getState().unsent.id, { model: first })
  }
  engine.warmUp(first)
  void shelf.takeStock()
  const pwa = createBrowserPwa({ chats, engine, storage, models, shelf })
  const context = createContextRoom({ engine, models, shelf })
  return {
    engine,
    chats,
    lenses,
    navigation,
    settings,
    storage,
    database,
    presets,
    incoming,
    models,
    shelf,
    pwa,
    installOffer,
    launching,
    context,
    findFolderBackup: prepareFolderBackup({ chats, database, storage }),
    forgetEmptied,
  }
}
