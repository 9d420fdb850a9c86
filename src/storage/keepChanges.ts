import type { StoreApi } from 'zustand/vanilla'

import type { ChatStore } from '../chat/chatStore.ts'
import type { LensStore } from '../chat/lensStore.ts'
import type { PresetStore } from '../presets/presetStore.ts'
import type { SettingsStore } from '../settings/settingsStore.ts'
import { createAutosave, type Autosave, type AutosaveDeps } from './autosave.ts'
import type { Change, Database } from './database.ts'
import type { DiskMemory } from './diskMemory.ts'
import { withoutDeleted, writeOnFull } from './fullDisk.ts'
import { createJournalledReplies } from './journalledReplies.ts'
import { journalOf } from './keys.ts'
import { createLettingGo } from './letGo.ts'
import { pendingChanges, takeSnapshot, type Snapshot } from './pendingChanges.ts'
import type { StorageState } from './storageState.ts'
import type { TabSync } from './tabs/tabSync.ts'
import type { Timings } from './timings.ts'

interface KeepingParts extends Pick<AutosaveDeps, 'now' | 'setTimer'> {
  readonly database: Database
  readonly memory: DiskMemory
  readonly state: StoreApi<StorageState>
  readonly timings: Timings
  readonly chats: ChatStore
  readonly settings: SettingsStore
  readonly presets: PresetStore
  readonly lenses: LensStore
  /** None: this window is alone. */
  readonly tabs: TabSync | undefined
  /** Whether a new chat that nobody has sent was found on the disk. */
  readonly hasUnsent: boolean
}

/** What keeps the disk as the window is. */
export interface Keeping extends Pick<Autosave, 'changed' | 'flush'> {
  /** What differs from this, as records to write. */
  readonly pending: (known: Snapshot) => readonly Change[]
  /**
   * The page goes away: what is here is put on the disk without a look at it, since a transaction that still
   * waits for what it reads would go with the page.
   */
  leave(): void
}

/** From now on writes what changes in the window, and takes in what other tabs do. */
export function keepChanges(parts: KeepingParts): Keeping {
  const { database, memory, state, timings, chats, settings, presets, lenses, tabs } = parts
  const journalled = createJournalledReplies()
  const lettingGo = createLettingGo({ ...memory, chats, lenses })
  /** A record that a newer app wrote: whatever is done to its stand-in here, it is left as it is. */
  const isNewer = (key: string): boolean =>
    state.getState().broken.some((record) => record.kind === 'newer' && record.key === key)
  const snapshot = (): Snapshot =>
    takeSnapshot(
      chats.getState(),
      settings.getState(),
      presets.getState().presets,
      lenses.getState().records,
    )
  const pending = (known: Snapshot, next = snapshot()): readonly Change[] =>
    pendingChanges(known, next).filter(({ key }) => !isNewer(key))

  async function write(): Promise<boolean> {
    const next = snapshot()
    const changes = timings.follow(pending(memory.saved(), next), next)
    if (changes.length === 0 || state.getState().isOutdated) {
      lettingGo.letGo()
      return false
    }
    const before = memory.saved()
    const ended = journalled.endedBy(changes)
    // With the message that takes its place, so that there is no moment without either.
    const ends = ended.map((id) => ({ kind: 'delete all', key: journalOf(id) }) as const)
    // Strict where a turn has ended: with it everything before is on the medium as well.
    const durability = ended.length > 0 ? 'strict' : 'relaxed'
    const put = (part: readonly Change[]): Promise<void> =>
      tabs?.write(memory.saved(), next, part, durability) ?? database.write(part, durability)
    await writeOnFull(put, [...changes, ...ends], () => {
      memory.setSaved(withoutDeleted(memory.saved(), next))
      tabs?.written()
    })
    if (state.getState().isOutdated) {
      // Not all of it was written: none of it is taken for kept.
      tabs?.written()
      return true
    }
    timings.written(changes)
    memory.setSaved(withReadSince(next, before, memory.saved()))
    tabs?.written()
    journalled.forget(ended, chats.getState().live)
    // With its message on the disk, a reply's journal is of no more interest, failed or not.
    if (!journalled.isAny() && state.getState().journal !== null) state.setState({ journal: null })
    lettingGo.letGo()
    return true
  }

  // What was read need not be written again.
  const readDrafts = memory.saved().drafts
  memory.setSaved({ ...memory.saved(), unsent: parts.hasUnsent ? snapshot().unsent : null })
  const autosave = createAutosave({
    now: parts.now,
    setTimer: parts.setTimer,
    onState: (saving) => state.setState({ saving }),
    write,
  })
  chats.subscribe((next, before) => {
    journalled.add(next.live)
    lettingGo.note(next)
    if (next.removed !== before.removed) timings.hold(next)
    // A reply that has ended is written at once, not half a second later.
    if (next.live.size < before.live.size) void autosave.flush()
    else autosave.changed()
  })
  settings.subscribe(autosave.changed)
  presets.subscribe(autosave.changed)
  // Not for what is only shown: that is a new value a frame.
  lenses.subscribe((next, past) => {
    if (next.records !== past.records) autosave.changed()
  })
  tabs?.attach({
    ...memory,
    chats,
    settings,
    presets,
    readDrafts,
    changed: autosave.changed,
    onNewer: () => state.setState({ isOutdated: true }),
  })

  return {
    changed: autosave.changed,
    flush: autosave.flush,
    pending,

    leave() {
      const changes = pending(memory.saved())
      const puts =
        tabs?.blindly(memory.saved(), changes) ?? changes.filter(({ kind }) => kind === 'put')
      if (puts.length > 0 && !state.getState().isOutdated)
        void database.write(puts).catch(() => undefined)
      // Deletes are looked at first, if there is time.
      void autosave.flush()
    },
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
