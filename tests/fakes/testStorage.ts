import { createLensStore, type LensStore } from '../../src/chat/lensStore.ts'
import type { Locks } from '../../src/lib/locks.ts'
import { createPresetStore, type PresetStore } from '../../src/presets/presetStore.ts'
import { defaultSettings } from '../../src/settings/settings.ts'
import { createSettingsStore, type SettingsStore } from '../../src/settings/settingsStore.ts'
import type { Database } from '../../src/storage/database.ts'
import { createAppStorage, type AppStorage, type Loaded } from '../../src/storage/storage.ts'
import type { TabSync } from '../../src/storage/tabs/tabSync.ts'
import { chatSettings } from './conversations.ts'
import { testChats, type TestChats } from './testChats.ts'
import { testTimers, type TestTimers } from './testDisk.ts'

export interface TestWindow extends TestChats {
  readonly storage: AppStorage
  readonly settings: SettingsStore
  readonly presets: PresetStore
  readonly lenses: LensStore
  readonly timers: TestTimers
  readonly loaded: Loaded
}

const nothingStored = { chats: [], drafts: new Map(), unsent: null, settings: null, presets: [] }

let windows = 0

/** The app without its views, started on this disk as the app starts. */
export async function openWindow(
  disk: Database,
  locks?: Locks,
  tabs?: TabSync,
): Promise<TestWindow> {
  const timers = testTimers()
  const lenses = createLensStore()
  const storage = createAppStorage({
    database: disk,
    ...timers,
    fallback: () => chatSettings,
    lenses,
  })
  const loaded = await storage.load()
  const stored = loaded.kind === 'loaded' ? loaded : nothingStored
  const settings = createSettingsStore(stored.settings ?? defaultSettings('ponder-nano'))
  const given = testChats({
    loadTree: (chat) => storage.loadTree(chat),
    onGrown: storage.timings.keep,
    loadTiming: storage.timings.load,
    readAgain: (answer) => storage.readAgain(answer),
    whenStored: () => storage.flush(),
    locks,
    ids: `window${(windows += 1)}-`,
  })
  const presets = createPresetStore({ createId: () => `preset${(windows += 1)}`, now: timers.now })
  presets.addStored(stored.presets)
  given.chats.addStored(stored.chats)
  given.chats.addDrafts(stored.drafts, stored.unsent)
  if (loaded.kind === 'loaded') storage.keep(given.chats, settings, presets, tabs)
  return { ...given, storage, settings, presets, lenses, timers, loaded }
}
