import { createStore } from 'zustand/vanilla'

import { holdLock, type Locks } from '../../lib/locks.ts'
import { toBackup } from '../backup/backupFile.ts'
import type { Database, Entry } from '../database.ts'
import type { BackupFolder } from './backupFolder.ts'
import { fingerprintOf } from './fingerprint.ts'
import { FolderError, toFolderFailure } from './folderFailure.ts'
import type { ChosenFolder } from './folderRecord.ts'
import type { FolderBackup, FolderBackupState, FolderOutcome } from './folderState.ts'
import { createFolderStore } from './folderStore.ts'
import { writeBackup } from './writeBackup.ts'

export interface FolderBackupDeps {
  readonly database: Database
  /** Every record; rejects where they cannot all be read, as half of them would push whole backups out. */
  readonly readLibrary: () => Promise<readonly Entry[]>
  /** Null for what is no folder. */
  readonly openFolder: (handle: unknown) => BackupFolder | null
  readonly locks: Locks | undefined
  readonly now: () => number
  readonly setTimer: (run: () => void, ms: number) => () => void
  /** A reply is being written: reading all records would make it stutter. */
  readonly isBusy: () => boolean
  readonly createId: () => string
}

/** A day's work is what a person may lose with the browser's profile; more often would wear the seven files out. */
const everyMs = 24 * 3_600_000
/** How late a backup may be; a look costs one record, or all of them where nothing has changed for a day. */
const lookEveryMs = 3_600_000
const busyAgainMs = 60_000

export function createFolderBackup(deps: FolderBackupDeps): FolderBackup {
  const { database, readLibrary, openFolder, locks, now, setTimer, isBusy } = deps
  const store = createFolderStore(database, deps.createId)
  const state = createStore<FolderBackupState>(() => ({ kind: 'unknown' }))
  let running: AbortController | null = null
  let isWriting = false
  /** What became of the last backup, should the database not take it: not to write another one each hour. */
  let latest: ChosenFolder | null = null
  let isRefused = false

  interface Found {
    readonly library: string
    readonly chosen: ChosenFolder
    readonly folder: BackupFolder
    readonly isAllowed: boolean
  }

  /** The chosen folder; null, with the state saying why, where there is none to write to. */
  async function find(mayAsk = false): Promise<Found | null> {
    const record = await store.read()
    if (record.kind !== 'read') {
      state.setState({ kind: record.kind === 'newer' ? 'newer' : 'damaged' }, true)
      return null
    }
    const { library, folder: kept } = record.value
    if (kept === null) {
      state.setState({ kind: 'off' }, true)
      return null
    }
    const folder = openFolder(kept.handle)
    if (folder === null) {
      state.setState({ kind: 'damaged' }, true)
      return null
    }
    const chosen = latest?.chosenAt === kept.chosenAt ? newerOf(latest, kept) : kept
    const isAllowed = await mayWrite(folder, mayAsk)
    show(folder.name, chosen, isAllowed)
    return { library, chosen, folder, isAllowed }
  }

  async function mayWrite(folder: BackupFolder, mayAsk: boolean): Promise<boolean> {
    // A browser that fails to say wants to be asked as well.
    const before = await folder.permission().catch(() => 'prompt' as const)
    if (before === 'granted') return true
    if (!mayAsk) return false
    const answer = await folder.askPermission().catch(() => 'denied' as const)
    isRefused = answer !== 'granted'
    return answer === 'granted'
  }

  function show(folder: string, { writtenAt, failure }: ChosenFolder, isAllowed: boolean): void {
    const news = { folder, writtenAt, failure }
    state.setState(
      isAllowed ? { kind: 'on', isWriting, ...news } : { kind: 'permission', isRefused, ...news },
      true,
    )
  }

  /** One tab at a time, and one backup at a time in it. */
  async function run(isAsked: boolean, mayAsk: boolean): Promise<FolderOutcome> {
    if (running !== null) return { kind: 'elsewhere' }
    const control = new AbortController()
    running = control
    // First of all: what another tab is about to write is in the record once it lets go.
    const lock = locks && holdLock(locks, 'ponder/folder-backup', { ifAvailable: true })
    try {
      if (lock !== undefined && !(await lock.granted)) return { kind: 'elsewhere' }
      const found = await find(mayAsk)
      if (found === null || !found.isAllowed) return { kind: 'nothing' }
      return await backUp(found, isAsked, control.signal)
    } catch (error) {
      return { kind: 'failed', failure: { kind: 'unread', detail: String(error), at: now() } }
    } finally {
      running = null
      isWriting = false
      lock?.release()
      await refresh()
    }
  }

  async function backUp(
    { library, chosen, folder }: Found,
    isAsked: boolean,
    signal: AbortSignal,
  ): Promise<FolderOutcome> {
    // A clock that was put back must not stop backups for as long as it was wrong.
    const isDue = chosen.writtenAt === null || Math.abs(now() - chosen.writtenAt) >= everyMs
    if (!isAsked && !isDue) return { kind: 'nothing' }
    try {
      const records = await readLibrary().catch((error: unknown) => {
        throw new FolderError('unread', error)
      })
      const fingerprint = await fingerprintOf(records)
      const isSame = fingerprint === chosen.fingerprint && chosen.failure === null
      if (!isAsked && isSame) return { kind: 'nothing' }
      isWriting = true
      show(folder.name, chosen, true)
      const at = now()
      const content = await toBackup(records, at)
      await writeBackup(folder, { content, library, now: at }, signal)
      await note({ ...chosen, writtenAt: at, fingerprint, failure: null })
      return { kind: 'written', bytes: content.size }
    } catch (error) {
      if (signal.aborted) return { kind: 'stopped' }
      const failure = toFolderFailure(error, now())
      await note({ ...chosen, failure })
      return { kind: 'failed', failure }
    }
  }

  async function note(folder: ChosenFolder): Promise<void> {
    latest = folder
    // The file is there all the same, and this tab knows of it.
    await store.note(folder).catch(() => undefined)
  }

  async function refresh(): Promise<void> {
    await find().catch(() => undefined)
  }

  async function look(): Promise<void> {
    if (isBusy()) {
      setTimer(() => void look(), busyAgainMs)
      return
    }
    await run(false, false)
    setTimer(() => void look(), lookEveryMs)
  }

  return {
    state,
    start: () => void look(),
    refresh,

    async choose(handle) {
      try {
        const chosen = await store.choose(handle, now())
        if (chosen === null) return { kind: 'nothing' }
      } catch (error) {
        await refresh()
        const { detail, at } = toFolderFailure(error, now())
        return { kind: 'failed', failure: { kind: 'unkept', detail, at } }
      }
      isRefused = false
      return run(true, true)
    },

    allow: () => run(false, true),
    backUpNow: () => run(true, true),

    async stop() {
      running?.abort()
      const isKept = await store.forget().then(
        () => true,
        () => false,
      )
      await refresh()
      return isKept
    },
  }
}

const timeOf = ({ writtenAt, failure }: ChosenFolder): number =>
  Math.max(writtenAt ?? 0, failure?.at ?? 0)

const newerOf = (one: ChosenFolder, other: ChosenFolder): ChosenFolder =>
  timeOf(one) > timeOf(other) ? one : other
