import { createStore, type StoreApi } from 'zustand/vanilla'

import type { Chat, ChatSettings } from '../chat/chat.ts'
import type { ChatStore } from '../chat/chatStore.ts'
import type { LensStore } from '../chat/lensStore.ts'
import type { Answer } from '../chat/message.ts'
import type { TreeResult } from '../chat/threads.ts'
import { createWritingLocks, type WritingLocks } from '../chat/writingLocks.ts'
import type { InstalledStore } from '../engine/installed/installedModel.ts'
import type { JournalFailure } from '../engine/journal.ts'
import type { PresetStore } from '../presets/presetStore.ts'
import type { SettingsStore } from '../settings/settingsStore.ts'
import type { BrokenRecord } from './brokenRecords.ts'
import { createChatRepository } from './chatRepository.ts'
import type { Change, Database, Entry } from './database.ts'
import { createDiskMemory } from './diskMemory.ts'
import { withChanges } from './fullDisk.ts'
import { keepChanges, type Keeping } from './keepChanges.ts'
import { createModelRepository } from './modelRepository.ts'
import { withPatience } from './patience.ts'
import { emptySnapshot } from './pendingChanges.ts'
import {
  readAnswerAgain,
  readConversation,
  readLibrary,
  type LoadedLibrary,
} from './readLibrary.ts'
import { createRecovery } from './recovery.ts'
import { failureNamed, toStorageFailure, type StorageFailure } from './storageFailure.ts'
import type { StorageState } from './storageState.ts'
import type { TabSync } from './tabs/tabSync.ts'
import { createTimings, type Timings } from './timings.ts'

export type Loaded =
  | ({ readonly kind: 'loaded' } & LoadedLibrary)
  | { readonly kind: 'failed'; readonly failure: StorageFailure }

/** Everything that survives a reload. Nothing is written before `load` has read what is there. */
export interface AppStorage {
  readonly state: Pick<StoreApi<StorageState>, 'getState' | 'getInitialState' | 'subscribe'>
  load(): Promise<Loaded>
  loadTree(chat: Chat): Promise<TreeResult>
  /** An answer as another tab has stored it since it was read or written here; null if none has. */
  readAgain(answer: Answer): Promise<Answer | null>
  /** From now on keep what changes, and take in what other tabs do. Only after a load that succeeded. */
  keep(chats: ChatStore, settings: SettingsStore, presets: PresetStore, tabs?: TabSync): void
  /** The worker could not keep what it writes, or can again; of the tab whose worker it is. */
  noteJournal(failure: JournalFailure | null): void
  /** What is here and not on the disk, as records: for saving it elsewhere. */
  unsaved(): readonly Change[]
  /**
   * The page goes away: what is here is put on the disk without a look at it, since a transaction that still
   * waits for what it reads would go with the page.
   */
  leave(): void
  /** Write now; for trying again. */
  flush(): Promise<void>
  /** When the tokens of replies came. */
  readonly timings: Pick<Timings, 'keep' | 'load'>
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
  readonly lenses: LensStore
  /** Who writes which reply; none: this window is alone. */
  readonly locks?: Pick<WritingLocks, 'claim' | 'release'> | undefined
}

/** A disk that does not answer for so long is taken for one that never will. */
const patienceMs = 15_000

export function createAppStorage(deps: StorageDeps): AppStorage {
  const { database, now, setTimer, fallback, lenses, locks = createWritingLocks(undefined) } = deps
  const state = createStore<StorageState>(() => ({
    saving: { kind: 'saved' },
    journal: null,
    broken: [],
    isOutdated: false,
  }))
  const onBroken = (record: BrokenRecord): void =>
    state.setState(({ broken }) => ({ broken: [...broken, record] }))
  const repository = createChatRepository({ database, now, fallback, onBroken })
  const recovery = createRecovery({
    database,
    now,
    onBroken,
    locks,
    onFailure: (error) =>
      state.setState({ saving: { kind: 'failed', failure: toStorageFailure(error) } }),
  })
  const memory = createDiskMemory()
  const reading = { repository, recovery, memory }
  let hasUnsent = false
  let keeping: Keeping | undefined
  let sync: TabSync | undefined
  const timings = createTimings(database, () => keeping?.changed())

  return {
    state,

    async load() {
      try {
        const loaded = await withPatience(readLibrary(reading), setTimer, patienceMs)
        hasUnsent = loaded.unsent !== null
        return { kind: 'loaded', ...loaded }
      } catch (error) {
        const failure = toStorageFailure(error)
        state.setState({ saving: { kind: 'unread', failure } })
        return { kind: 'failed', failure }
      }
    },

    async loadTree(chat) {
      try {
        const conversation = readConversation(reading, chat)
        const { tree, found } = await withPatience(conversation, setTimer, patienceMs)
        const read = found.map((lens) => [lens.messageId, lens] as const)
        const saved = memory.saved()
        // What was read need not be written again.
        memory.setSaved({
          ...saved,
          trees: new Map(saved.trees).set(chat.id, tree),
          lenses: new Map([...saved.lenses, ...read]),
        })
        lenses.addStored(found)
        return { kind: 'loaded', tree: recovery.complete(chat.id, tree) }
      } catch (error) {
        return { kind: 'failed', reason: toStorageFailure(error).detail }
      }
    },

    async readAgain(answer) {
      // What is still to be written here is no other tab's.
      await keeping?.flush()
      return readAnswerAgain(reading, answer)
    },

    unsaved: () => keeping?.pending(memory.saved()) ?? [],

    keep(chats, settings, presets, tabs) {
      sync = tabs
      keeping = keepChanges({
        database,
        memory,
        state,
        timings,
        now,
        setTimer,
        lenses,
        chats,
        settings,
        presets,
        tabs,
        hasUnsent,
      })
    },

    leave: () => keeping?.leave(),

    async flush() {
      // At once: a page that is being left has no time to wait in.
      await keeping?.flush()
      await timings.settled()
      await keeping?.flush()
    },

    timings,

    noteJournal: (failure) =>
      state.setState({ journal: failure === null ? null : failureNamed(failure) }),

    async everything() {
      await keeping?.flush()
      const found = await database.readAll('').catch(() => null)
      // A database that cannot be read: what is in this window is better than nothing.
      if (found === null) return withChanges([], keeping?.pending(emptySnapshot) ?? [])
      return withChanges(found, keeping?.pending(memory.saved()) ?? [])
    },

    async add(records) {
      try {
        await keeping?.flush()
        await database.write(records)
        sync?.told(records.map(({ key }) => key))
        return null
      } catch (error) {
        return toStorageFailure(error)
      }
    },

    installed: createModelRepository({ database, now, onBroken }),
  }
}
