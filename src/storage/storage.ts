import { createStore as openStore } from 'idb-keyval'
import { createStore, type StoreApi } from 'zustand/vanilla'

import type { Chat, ChatSettings } from '../chat/chat.ts'
import type { ChatStore } from '../chat/chatStore.ts'
import type { Draft, Unsent } from '../chat/draft.ts'
import type { Answer, ChatId } from '../chat/message.ts'
import type { TreeResult } from '../chat/threads.ts'
import type { Preset } from '../presets/preset.ts'
import type { PresetStore } from '../presets/presetStore.ts'
import type { InstalledStore } from '../engine/installed/installedModel.ts'
import type { Settings } from '../settings/settings.ts'
import type { SettingsStore } from '../settings/settingsStore.ts'
import { createAutosave, type Autosave, type SavingState } from './autosave.ts'
import type { BrokenRecord } from './brokenRecords.ts'
import { createChatRepository } from './chatRepository.ts'
import { createDatabase, type Change, type Database, type Entry } from './database.ts'
import { databaseName, storeName } from './keys.ts'
import { isSameMessage } from './messageRecord.ts'
import { createModelRepository } from './modelRepository.ts'
import { emptySnapshot, pendingChanges, takeSnapshot, type Snapshot } from './pendingChanges.ts'
import { withChanges, withoutDeleted, writeOnFull } from './fullDisk.ts'
import { toStorageFailure, type StorageFailure } from './storageFailure.ts'

export interface StorageState {
  readonly saving: SavingState
  /** Records that did not open; the rest did. */
  readonly broken: readonly BrokenRecord[]
}

export type Loaded =
  | {
      readonly kind: 'loaded'
      readonly chats: readonly Chat[]
      readonly drafts: ReadonlyMap<ChatId, Draft>
      readonly unsent: Unsent | null
      readonly settings: Settings | null
      readonly presets: readonly Preset[]
    }
  | { readonly kind: 'failed'; readonly failure: StorageFailure }

/** Everything that survives a reload. Nothing is written before `load` has read what is there. */
export interface AppStorage {
  readonly state: Pick<StoreApi<StorageState>, 'getState' | 'getInitialState' | 'subscribe'>
  load(): Promise<Loaded>
  loadTree(chat: Chat): Promise<TreeResult>
  /** An answer as another tab has stored it since it was read or written here; null if none has. */
  readAgain(answer: Answer): Promise<Answer | null>
  /** From now on keep what changes. Only after a load that succeeded. */
  keep(chats: ChatStore, settings: SettingsStore, presets: PresetStore): void
  /** Write now; for leaving the page and for trying again. */
  flush(): Promise<void>
  /** Every record: as on disk, and over it what could not be written. For a backup, so also on a full disk. */
  everything(): Promise<readonly Entry[]>
  /** Puts records that came from elsewhere: all or none; the window shows them after a reload. */
  add(records: readonly Change[]): Promise<StorageFailure | null>
  /** Models that are on this device; told and written at once. */
  readonly installed: InstalledStore
}

export interface StorageDeps {
  readonly database: Database
  readonly now: () => number
  readonly setTimer: (run: () => void, ms: number) => () => void
  /** For a chat whose own record is lost and whose messages are not. */
  readonly fallback: () => ChatSettings
}

/** The browser's own database under the app's names. */
export const openDatabase = (): Database => createDatabase(() => openStore(databaseName, storeName))

export function createAppStorage({ database, now, setTimer, fallback }: StorageDeps): AppStorage {
  const state = createStore<StorageState>(() => ({ saving: { kind: 'saved' }, broken: [] }))
  const onBroken = (record: BrokenRecord): void =>
    state.setState(({ broken }) => ({ broken: [...broken, record] }))
  const repository = createChatRepository({ database, now, fallback, onBroken })
  /** A record that a newer app wrote: whatever is done to its stand-in here, it is left as it is. */
  const isNewer = (key: string): boolean =>
    state.getState().broken.some((record) => record.kind === 'newer' && record.key === key)
  let saved = emptySnapshot
  let hasUnsent = false
  let autosave: Autosave | undefined
  let unsaved: (known: Snapshot) => readonly Change[] = () => []

  return {
    state,

    async load() {
      try {
        const settings = await repository.loadSettings()
        const { stored, rescued } = await repository.listChats()
        const chats = [...stored, ...rescued]
        const known = new Set(chats.map(({ id }) => id))
        // One whose chat does not open stays on the disk, untouched, for the day that it does.
        const drafts = new Map([...(await repository.loadDrafts())].filter(([id]) => known.has(id)))
        const unsent = await repository.loadUnsent()
        const presets = await repository.loadPresets()
        hasUnsent = unsent !== null
        saved = {
          ...saved,
          settings,
          drafts,
          chats: new Map(stored.map((chat) => [chat.id, chat])),
          presets: new Map(presets.map((preset) => [preset.id, preset])),
        }
        return { kind: 'loaded', chats, drafts, unsent, settings, presets }
      } catch (error) {
        const failure = toStorageFailure(error)
        state.setState({ saving: { kind: 'unread', failure } })
        return { kind: 'failed', failure }
      }
    },

    async loadTree(chat) {
      try {
        const tree = await repository.loadTree(chat)
        // What was read need not be written again.
        saved = { ...saved, trees: new Map(saved.trees).set(chat.id, tree) }
        return { kind: 'loaded', tree }
      } catch (error) {
        return { kind: 'failed', reason: toStorageFailure(error).detail }
      }
    },

    async readAgain({ chatId, id }) {
      // What is still to be written here is no other tab's.
      await autosave?.flush()
      const tree = saved.trees.get(chatId)
      const known = tree?.get(id)
      const stored = await repository.loadMessage(chatId, id).catch(() => null)
      if (tree === undefined || known === undefined || stored?.role !== 'answer') return null
      if (isSameMessage(stored, known)) return null
      saved = { ...saved, trees: new Map(saved.trees).set(chatId, new Map(tree).set(id, stored)) }
      return stored
    },

    keep(chats, settings, presets) {
      const snapshot = (): Snapshot =>
        takeSnapshot(chats.getState(), settings.getState(), presets.getState().presets)
      unsaved = (known) => pendingChanges(known, snapshot()).filter(({ key }) => !isNewer(key))
      // What was read need not be written again.
      const { unsent } = snapshot()
      saved = { ...saved, unsent: hasUnsent ? unsent : null }
      const kept = createAutosave({
        now,
        setTimer,
        onState: (saving) => state.setState({ saving }),
        async write() {
          const next = snapshot()
          const changes = pendingChanges(saved, next).filter(({ key }) => !isNewer(key))
          if (changes.length === 0) return false
          await writeOnFull(database, changes, () => {
            saved = withoutDeleted(saved, next)
          })
          saved = withTreesReadSince(next, saved)
          return true
        },
      })
      autosave = kept
      chats.subscribe((next, before) => {
        // A reply that has ended is written at once, not half a second later.
        if (next.live.size < before.live.size) void kept.flush()
        else kept.changed()
      })
      settings.subscribe(kept.changed)
      presets.subscribe(kept.changed)
    },

    flush: async () => autosave?.flush(),

    async everything() {
      await autosave?.flush()
      const found = await database.readAll('').catch(() => null)
      // A database that cannot be read: what is in this window is better than nothing.
      if (found === null) return withChanges([], unsaved(emptySnapshot))
      return withChanges(found, unsaved(saved))
    },

    async add(records) {
      try {
        await autosave?.flush()
        await database.write(records)
        return null
      } catch (error) {
        return toStorageFailure(error)
      }
    },

    installed: createModelRepository({ database, now, onBroken }),
  }
}

/** What was written, and the messages that were read while it was: those are on disk as well. */
function withTreesReadSince(written: Snapshot, { trees }: Snapshot): Snapshot {
  const read = [...trees].filter(([id]) => written.chats.has(id))
  return { ...written, trees: new Map([...read, ...written.trees]) }
}
