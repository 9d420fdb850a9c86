import type { Ponder } from '../../../src/app/boot.ts'
import { createShelf } from '../../../src/app/createShelf.ts'
import { createChatStore } from '../../../src/chat/chatStore.ts'
import { createRunTurn } from '../../../src/chat/runTurn.ts'
import { nanoRecord } from '../../../src/engine/catalogue/nanoRecord.ts'
import { defaultSettings } from '../../../src/settings/settings.ts'
import { createSettingsStore } from '../../../src/settings/settingsStore.ts'
import { createDatabase } from '../../../src/storage/database.ts'
import { createAppStorage } from '../../../src/storage/storage.ts'
import { createFakeModels } from '../../fakes/fakeModels.ts'
import {
  createFakeEngine,
  type FakeEngine,
  type FakeEngineOptions,
} from '../../fakes/fakeEngine.ts'

/** The parts of the app around a scripted engine; nothing is kept. */
export function createPonder(options: FakeEngineOptions = {}): {
  readonly ponder: Ponder
  readonly engine: FakeEngine
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
    defaults: () => defaults.chat,
    templateOf: () => 'r1-distill',
    createId: () => crypto.randomUUID(),
    random: () => 0.5,
    now,
  })
  const storage = createAppStorage({
    database: createDatabase(() => () => Promise.reject(new Error('not used'))),
    now,
    setTimer: () => () => undefined,
    fallback: () => defaults.chat,
  })
  const models = createFakeModels()
  const parts = { engine, chats, settings, storage, models }
  const shelf = createShelf(parts)
  return { ponder: { ...parts, shelf }, engine }
}
