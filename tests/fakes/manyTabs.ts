import { createChatStore, type ChatStore } from '../../src/chat/chatStore.ts'
import { createLensStore } from '../../src/chat/lensStore.ts'
import { createRunTurn } from '../../src/chat/runTurn.ts'
import { createTurnLock } from '../../src/chat/turnLock.ts'
import { createWatching } from '../../src/chat/watching.ts'
import { createWritingLocks } from '../../src/chat/writingLocks.ts'
import { createSharedEngine, type SharedEngine } from '../../src/engine/shared/sharedEngine.ts'
import { createPresetStore, type PresetStore } from '../../src/presets/presetStore.ts'
import { defaultSettings } from '../../src/settings/settings.ts'
import { createSettingsStore, type SettingsStore } from '../../src/settings/settingsStore.ts'
import type { Database } from '../../src/storage/database.ts'
import { createAppStorage, type AppStorage } from '../../src/storage/storage.ts'
import { createTabSync } from '../../src/storage/tabs/tabSync.ts'
import { chatSettings } from './conversations.ts'
import { createTabEngine, type EngineCount } from './tabEngine.ts'
import { testBrowser, type TestTab } from './testBrowser.ts'

export interface Tab {
  readonly chats: ChatStore
  readonly engine: SharedEngine
  readonly storage: AppStorage
  readonly settings: SettingsStore
  readonly presets: PresetStore
  readonly isDead: () => boolean
  /** As a killed process. */
  die(): void
}

export interface ManyTabs {
  readonly count: EngineCount
  /** `beforeLock` passes before the browser looks at the tab's wish for a lock. */
  openTab(beforeLock?: () => Promise<void>): Promise<Tab>
  /** The tabs that live. */
  readonly tabs: () => readonly Tab[]
  /** Counts a death that is about to be. */
  note(tab: Tab): void
  readonly deaths: () => { readonly holding: number; readonly writing: number }
}

/** Several tabs of the app on one disk, in one browser: all that is real but the model and the views. */
export function createManyTabs(
  disk: Database,
  pause: () => Promise<void> = () => new Promise((resolve) => setImmediate(resolve)),
): ManyTabs {
  const browser = testBrowser()
  const count: EngineCount = { alive: 0, most: 0 }
  const tabs: Tab[] = []
  let ids = 0
  let time = 1_000_000
  const now = (): number => (time += 1)

  let holding = 0
  let writing = 0

  return {
    count,
    note({ engine, chats }) {
      if (engine.isHolder()) holding += 1
      if (chats.getState().live.size > 0) writing += 1
    },
    deaths: () => ({ holding, writing }),
    tabs: () => tabs.filter(({ isDead }) => !isDead()),
    async openTab(beforeLock) {
      const tab = browser.openTab(beforeLock)
      const createId = (): string => `id${(ids += 1)}`
      const local = createTabEngine({ count, isDead: tab.isDead, pause })
      const engine = createSharedEngine({
        local,
        locks: tab.locks,
        channel: tab.openChannel('engine'),
        createId,
        learn: () => Promise.resolve(),
        endWorker: local.die,
      })
      const database = mortal(disk, tab)
      const writingLocks = createWritingLocks(tab.locks)
      const storage = createAppStorage({
        database,
        // By the real clock a write would wait for the last; here it never does.
        now: () => (time += 1_000),
        setTimer: (run, ms) => {
          // Nobody loses patience with a disk that answers.
          if (ms >= 5_000) return () => undefined
          const timer = setImmediate(run)
          return () => clearImmediate(timer)
        },
        fallback: () => chatSettings,
        lenses: createLensStore(),
        locks: writingLocks,
      })
      const loaded = await storage.load()
      if (loaded.kind === 'failed') throw new Error(loaded.failure.detail)
      const settings = createSettingsStore(loaded.settings ?? defaultSettings('nano'))
      const presets = createPresetStore({ createId, now })
      const chats = createChatStore({
        runTurn: createRunTurn({
          engine,
          now,
          contextOf: () => 4096,
          onFrame(run) {
            const frame = setImmediate(run)
            return () => clearImmediate(frame)
          },
        }),
        loadTree: (chat) => storage.loadTree(chat),
        readAgain: (answer) => storage.readAgain(answer),
        whenStored: () => storage.flush(),
        locks: writingLocks,
        turnLock: createTurnLock(tab.locks),
        watchTabs: (store, deps) => createWatching(tab.openChannel('live'), store, deps),
        defaults: () => chatSettings,
        templateOf: () => 'r1-distill',
        createId,
        random: () => 0.5,
        now,
      })
      presets.addStored(loaded.presets)
      chats.addStored(loaded.chats)
      storage.keep(chats, settings, presets, createTabSync(database, tab.openChannel('records')))
      engine.warmUp('ponder-nano')
      const opened: Tab = {
        chats,
        engine,
        storage,
        settings,
        presets,
        isDead: tab.isDead,
        die() {
          local.die()
          tab.die()
        },
      }
      tabs.push(opened)
      return opened
    },
  }
}

/** A dead tab writes nothing any more, and hears of nothing. */
function mortal(disk: Database, { isDead }: TestTab): Database {
  const never = new Promise<never>(() => undefined)
  return {
    read: (key) => (isDead() ? never : disk.read(key)),
    readAll: (prefix) => (isDead() ? never : disk.readAll(prefix)),
    write: (changes, durability) => (isDead() ? never : disk.write(changes, durability)),
    update: (reads, decide, durability) =>
      isDead() ? never : disk.update(reads, decide, durability),
  }
}
