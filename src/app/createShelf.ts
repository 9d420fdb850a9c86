import type { ChatStore } from '../chat/chatStore.ts'
import { nanoRecord } from '../engine/catalogue/nanoRecord.ts'
import type { Models } from '../engine/createModels.ts'
import type { Engine } from '../engine/engine.ts'
import { probeDevice } from '../engine/probeDevice.ts'
import { untilState } from '../engine/untilState.ts'
import { createModelShelf, type ModelShelf } from '../engine/shelf/modelShelf.ts'
import type { SettingsStore } from '../settings/settingsStore.ts'
import type { AppStorage } from '../storage/storage.ts'

interface ShelfParts {
  readonly models: Models
  readonly engine: Engine
  readonly chats: ChatStore
  readonly settings: SettingsStore
  readonly storage: AppStorage
}

/** The models of this device, wired to the browser, the chats and the engine. */
export function createShelf(parts: ShelfParts): ModelShelf {
  const { models, engine, chats, settings, storage } = parts
  const { registry, disk, libraries } = models

  async function findLacking(): Promise<ReadonlySet<string>> {
    const lacking = new Set<string>()
    for (const { id, library } of registry.list()) {
      if (library.kind !== 'app') continue
      const found = await libraries.find(library.file, new AbortController().signal)
      if (found.kind === 'missing') lacking.add(id)
    }
    return lacking
  }

  return createModelShelf({
    disk,
    registry,
    store: storage.installed,
    caches,
    estimate: () => navigator.storage.estimate(),
    browser: navigator,
    probe: () => probeDevice(navigator),
    findLacking,
    async leave(id) {
      const { chat } = settings.getState()
      if (chat.model === id) settings.change({ chat: { ...chat, model: nanoRecord.id } })
      const { unsent } = chats.getState()
      if (unsent.model === id) chats.changeSettings(unsent.id, { model: nanoRecord.id })
      const state = engine.getState()
      if ('model' in state && state.model === id) await engine.unload()
    },
    persist: () => askStorage('persist'),
    isPersisted: () => askStorage('persisted'),
    onOnline: (listener) => addEventListener('online', listener),
    now: () => Date.now(),

    prepareUse() {
      const { openChat } = chats.getState()
      return async (id, signal) => {
        // A reply that is being written is not cut off by a model that has come.
        await untilState(engine, ({ status }) => status !== 'generating', signal)
        if (signal.aborted) return
        chats.changeSettings(openChat, { model: id })
        settings.change({ chat: { ...settings.getState().chat, model: id } })
        await engine.load(id, { contextTokens: registry.contextOf(id) }, signal)
      }
    },
  })
}

/** Null where the browser has no such question, or refuses to be asked. */
async function askStorage(question: 'persist' | 'persisted'): Promise<boolean | null> {
  try {
    return (await navigator.storage[question]?.()) ?? null
  } catch {
    return null
  }
}
