import { createStore, type StoreApi } from 'zustand/vanilla'

import type { Chat, ChatSettings } from '../chat/chat.ts'
import type { LensRecord, LensStore } from '../chat/lensStore.ts'
import type { ChatStore } from '../chat/chatStore.ts'
import type { Draft, Unsent } from '../chat/draft.ts'
import type { Answer, ChatId } from '../chat/message.ts'
import type { MessageTree } from '../chat/messageTree.ts'
import type { TreeResult } from '../chat/threads.ts'
import { createWritingLocks, type WritingLocks } from '../chat/writingLocks.ts'
import type { JournalFailure } from '../engine/journal.ts'
import type { Preset } from '../presets/preset.ts'
import type { PresetStore } from '../presets/presetStore.ts'
import type { InstalledStore } from '../engine/installed/installedModel.ts'
import type { Settings } from '../settings/settings.ts'
import type { SettingsStore } from '../settings/settingsStore.ts'
import { createAutosave, type Autosave, type SavingState } from './autosave.ts'
import type { BrokenRecord } from './brokenRecords.ts'
import { createChatRepository } from './chatRepository.ts'
import type { Change, Database, Entry } from './database.ts'
import { withChanges, withoutDeleted, writeOnFull } from './fullDisk.ts'
import { createJournalledReplies } from './journalledReplies.ts'
import { journalOf } from './keys.ts'
import { isSameMessage } from './messageRecord.ts'
import { createLettingGo } from './letGo.ts'
import { createModelRepository } from './modelRepository.ts'
import { withPatience } from './patience.ts'
import { emptySnapshot, pendingChanges, takeSnapshot, type Snapshot } from './pendingChanges.ts'
import { createRecovery } from './recovery.ts'
import type { TabSync } from './tabs/tabSync.ts'
import { createTimings, type Timings } from './timings.ts'
import { failureNamed, toStorageFailure, type StorageFailure } from './storageFailure.ts'

export interface StorageState {
  readonly saving: SavingState
  /** Why what is being written is not on the disk before it is seen; null while it is. */
  readonly journal: StorageFailure | null
  /** Records that did not open; the rest did. */
  readonly broken: readonly BrokenRecord[]
  /** A newer app has changed what is stored: nothing is written from here any more. */
  readonly isOutdated: boolean
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
  const journalled = createJournalledReplies()
  /** A record that a newer app wrote: whatever is done to its stand-in here, it is left as it is. */
  const isNewer = (key: string): boolean =>
    state.getState().broken.some((record) => record.kind === 'newer' && record.key === key)
  let saved = emptySnapshot
  let hasUnsent = false
  let autosave: Autosave | undefined
  let sync: TabSync | undefined
  const timings = createTimings(database, () => autosave?.changed())
  let pending: (known: Snapshot, next?: Snapshot) => readonly Change[] = () => []

  return {
    state,

    async load() {
      try {
        return await withPatience(readAll(), setTimer, patienceMs)
      } catch (error) {
        const failure = toStorageFailure(error)
        state.setState({ saving: { kind: 'unread', failure } })
        return { kind: 'failed', failure }
      }

      async function readAll(): Promise<Loaded> {
        await recovery.all()
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
      }
    },

    async loadTree(chat) {
      try {
        const { tree, found } = await withPatience(readConversation(), setTimer, patienceMs)
        const read = found.map((lens) => [lens.messageId, lens] as const)
        // What was read need not be written again.
        saved = {
          ...saved,
          trees: new Map(saved.trees).set(chat.id, tree),
          lenses: new Map([...saved.lenses, ...read]),
        }
        lenses.addStored(found)
        return { kind: 'loaded', tree: recovery.complete(chat.id, tree) }
      } catch (error) {
        return { kind: 'failed', reason: toStorageFailure(error).detail }
      }

      async function readConversation(): Promise<{
        tree: MessageTree
        found: readonly LensRecord[]
      }> {
        await recovery.left()
        const tree = await repository.loadTree(chat)
        return { tree, found: await repository.loadLenses(chat.id) }
      }
    },

    async readAgain({ chatId, id }) {
      // What is still to be written here is no other tab's.
      await autosave?.flush()
      // The tab that wrote it may have died over it. Whoever asks has the answer's lock.
      await recovery.one(id).catch(() => undefined)
      const tree = saved.trees.get(chatId)
      const known = tree?.get(id)
      const stored = await repository.loadMessage(chatId, id).catch(() => null)
      if (tree === undefined || known === undefined || stored?.role !== 'answer') return null
      if (isSameMessage(stored, known)) return null
      saved = { ...saved, trees: new Map(saved.trees).set(chatId, new Map(tree).set(id, stored)) }
      return stored
    },

    unsaved: () => pending(saved),

    keep(chats, settings, presets, tabs) {
      const snapshot = (): Snapshot =>
        takeSnapshot(
          chats.getState(),
          settings.getState(),
          presets.getState().presets,
          lenses.getState().records,
        )
      pending = (known, next = snapshot()) =>
        pendingChanges(known, next).filter(({ key }) => !isNewer(key))
      // What was read need not be written again.
      const { unsent } = snapshot()
      saved = { ...saved, unsent: hasUnsent ? unsent : null }
      sync = tabs
      const memory = {
        chats,
        saved: () => saved,
        setSaved: (next: Snapshot) => {
          saved = next
        },
      }
      const lettingGo = createLettingGo({ ...memory, lenses })
      const kept = createAutosave({
        now,
        setTimer,
        onState: (saving) => state.setState({ saving }),
        async write() {
          const next = snapshot()
          const changes = timings.follow(pending(saved, next), next)
          if (changes.length === 0 || state.getState().isOutdated) {
            lettingGo.letGo()
            return false
          }
          const before = saved
          const ended = journalled.endedBy(changes)
          // With the message that takes its place, so that there is no moment without either.
          const ends = ended.map((id) => ({ kind: 'delete all', key: journalOf(id) }) as const)
          // Strict where a turn has ended: with it everything before is on the medium as well.
          const durability = ended.length > 0 ? 'strict' : 'relaxed'
          const write = (part: readonly Change[]): Promise<void> =>
            tabs?.write(saved, next, part, durability) ?? database.write(part, durability)
          await writeOnFull(write, [...changes, ...ends], () => {
            saved = withoutDeleted(saved, next)
            tabs?.written()
          })
          if (state.getState().isOutdated) {
            // Not all of it was written: none of it is taken for kept.
            tabs?.written()
            return true
          }
          timings.written(changes)
          saved = withReadSince(next, before, saved)
          tabs?.written()
          journalled.forget(ended, chats.getState().live)
          // With its message on the disk, a reply's journal is of no more interest, failed or not.
          if (!journalled.isAny() && state.getState().journal !== null)
            state.setState({ journal: null })
          lettingGo.letGo()
          return true
        },
      })
      autosave = kept
      chats.subscribe((next, before) => {
        journalled.add(next.live)
        lettingGo.note(next)
        if (next.removed !== before.removed) timings.hold(next)
        // A reply that has ended is written at once, not half a second later.
        if (next.live.size < before.live.size) void kept.flush()
        else kept.changed()
      })
      settings.subscribe(kept.changed)
      presets.subscribe(kept.changed)
      // Not for what is only shown: that is a new value a frame.
      lenses.subscribe((next, past) => {
        if (next.records !== past.records) kept.changed()
      })
      tabs?.attach({
        ...memory,
        settings,
        presets,
        readDrafts: saved.drafts,
        changed: kept.changed,
        onNewer: () => state.setState({ isOutdated: true }),
      })
    },

    leave() {
      const changes = pending(saved)
      const puts = sync?.blindly(saved, changes) ?? changes.filter(({ kind }) => kind === 'put')
      if (puts.length > 0 && !state.getState().isOutdated)
        void database.write(puts).catch(() => undefined)
      // Deletes are looked at first, if there is time.
      void autosave?.flush()
    },

    async flush() {
      // At once: a page that is being left has no time to wait in.
      await autosave?.flush()
      await timings.settled()
      await autosave?.flush()
    },

    timings,

    noteJournal: (failure) =>
      state.setState({ journal: failure === null ? null : failureNamed(failure) }),

    async everything() {
      await autosave?.flush()
      const found = await database.readAll('').catch(() => null)
      // A database that cannot be read: what is in this window is better than nothing.
      if (found === null) return withChanges([], pending(emptySnapshot))
      return withChanges(found, pending(saved))
    },

    async add(records) {
      try {
        await autosave?.flush()
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

/** What was written, and what was read while it was: that is on disk as well. */
function withReadSince(written: Snapshot, before: Snapshot, { trees, lenses }: Snapshot): Snapshot {
  const read = [...trees].filter(([id]) => written.chats.has(id))
  const readLenses = [...lenses].filter(([id]) => !before.lenses.has(id))
  return {
    ...written,
    trees: new Map([...read, ...written.trees]),
    lenses: new Map([...readLenses, ...written.lenses]),
  }
}
