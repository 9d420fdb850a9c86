import { createChatStore, type ChatStore } from '../chat/chatStore.ts'
import { createRunTurn } from '../chat/runTurn.ts'
import type { Engine, EngineState, ModelId } from '../engine/engine.ts'
import { createEngineClient } from '../engine/engineClient.ts'
import { findObstacle } from '../engine/catalogue/findObstacle.ts'
import { nanoRecord } from '../engine/catalogue/nanoRecord.ts'
import { createModels, type Models } from '../engine/createModels.ts'
import { probeGpu } from '../engine/gpuSupport.ts'
import { probeDevice } from '../engine/probeDevice.ts'
import type { ModelShelf } from '../engine/shelf/modelShelf.ts'
import { onlyHere } from '../engine/source/onlyHere.ts'
import { suggestModels } from '../engine/suggestModels.ts'
import { createShelf } from './createShelf.ts'
import type { WorkerLike } from '../engine/workerLink.ts'
import { defaultSettings } from '../settings/settings.ts'
import { createSettingsStore, type SettingsStore } from '../settings/settingsStore.ts'
import { createAppStorage, openDatabase, type AppStorage } from '../storage/storage.ts'

/** The parts of the app, made once. */
export interface Ponder {
  readonly engine: Engine
  readonly chats: ChatStore
  readonly settings: SettingsStore
  readonly storage: AppStorage
  readonly models: Models
  readonly shelf: ModelShelf
}

/** Start-up in order: read what is stored, then show it, and only then may anything be written. */
export async function boot(): Promise<Ponder> {
  const models = createModels()
  const { registry } = models
  const engine = createEngineClient({
    startWorker,
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
  })
  const fallback = defaultSettings(nanoRecord.id)
  const storage = createAppStorage({
    database: openDatabase(),
    now: () => Date.now(),
    setTimer,
    fallback: () => fallback.chat,
  })
  const loaded = await storage.load()
  const settings = createSettingsStore(
    loaded.kind === 'loaded' && loaded.settings !== null ? loaded.settings : fallback,
  )
  const chats = createChatStore({
    runTurn: createRunTurn({
      engine,
      now: () => Date.now(),
      onFrame,
      contextOf: (model) => loadedContext(engine.getState(), model) ?? registry.contextOf(model),
    }),
    loadTree: (chat) => storage.loadTree(chat),
    defaults: () => settings.getState().chat,
    templateOf: (model) => registry.find(model)?.template ?? 'r1-distill',
    createId: () => crypto.randomUUID(),
    random: Math.random,
    now: () => Date.now(),
  })
  if (loaded.kind === 'loaded') {
    chats.addStored(loaded.chats)
    storage.keep(chats, settings)
    keepOnLeaving(storage)
  }
  await openChatOfAddress(chats)
  reflectEngine(engine)
  reflectTheme(settings)
  const parts = { engine, chats, settings, storage, models }
  const shelf = createShelf(parts)
  // Models that a person added are known before one of them is loaded.
  await shelf.recall()
  const first = isHere(shelf, settings.getState().chat.model)
    ? settings.getState().chat.model
    : nanoRecord.id
  if (first !== settings.getState().chat.model) {
    settings.change({ chat: { ...settings.getState().chat, model: first } })
    chats.changeSettings(chats.getState().draft.id, { model: first })
  }
  void engine.load(first, {}, new AbortController().signal)
  void shelf.read()
  return { ...parts, shelf }
}

/** Whether a model can be loaded without fetching anything from elsewhere. */
const isHere = (shelf: ModelShelf, id: ModelId): boolean =>
  id === nanoRecord.id || shelf.getState().installed.get(id)?.state === 'whole'

/** Also right for a model that was loaded with another context than is chosen for it. */
const loadedContext = (state: EngineState, model: ModelId): number | undefined =>
  'facts' in state && state.model === model ? state.facts.contextTokens : undefined

const startWorker = (): WorkerLike =>
  new Worker(new URL('../engine/engine.worker.ts', import.meta.url), {
    type: 'module',
    name: 'engine',
  })

function setTimer(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

/** Frames stop in a hidden page, and a reply must not: there it is a timer. */
function onFrame(run: () => void): () => void {
  if (document.hidden) return setTimer(run, 250)
  const frame = requestAnimationFrame(run)
  return () => cancelAnimationFrame(frame)
}

/** The address keeps which chat is open, so that a reload and the back button find it. */
async function openChatOfAddress(chats: ChatStore): Promise<void> {
  const fromAddress = (): Promise<void> => {
    const id = new URLSearchParams(location.hash.slice(1)).get('chat')
    return id === null ? Promise.resolve() : chats.open(id)
  }
  await fromAddress()
  addEventListener('hashchange', () => void fromAddress())
  chats.subscribe(({ openChat, chats: known }) => {
    const hash = known.has(openChat) ? `#chat=${encodeURIComponent(openChat)}` : ''
    if (location.hash !== hash) history.replaceState(null, '', hash === '' ? '.' : hash)
  })
}

function keepOnLeaving(storage: AppStorage): void {
  addEventListener('pagehide', () => void storage.flush())
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) void storage.flush()
  })
}

/** `<html data-engine>`: the engine's state where styles and tests can see it. */
function reflectEngine(engine: Engine): void {
  const write = (): void => {
    document.documentElement.dataset['engine'] = engine.getState().status
  }
  write()
  engine.subscribe(write)
}

function reflectTheme(settings: SettingsStore): void {
  const write = (): void => {
    document.documentElement.dataset['theme'] = settings.getState().theme
  }
  write()
  settings.subscribe(write)
}
