import * as v from 'valibot'

import type { ChatState } from '../../chat/chatState.ts'
import type { ChatStore } from '../../chat/chatStore.ts'
import type { TabChannel } from '../../lib/tabChannel.ts'
import type { PresetStore } from '../../presets/presetStore.ts'
import type { SettingsStore } from '../../settings/settingsStore.ts'
import { chatFormat } from '../chatRecord.ts'
import type { Change, Database, Durability } from '../database.ts'
import { draftFormat, unsentFormat } from '../draftRecord.ts'
import { messageFormat } from '../messageRecord.ts'
import { modelFormat } from '../modelRecord.ts'
import type { Snapshot } from '../pendingChanges.ts'
import { presetFormat } from '../presetRecord.ts'
import { currentVersion } from '../record.ts'
import { settingsFormat } from '../settingsRecord.ts'
import { messageIds, sharedKindOf, readFields } from './formats.ts'
import { isBehind, readsFor, resolveChanges } from './resolveChanges.ts'
import { takeChats } from './takeChats.ts'
import { takePresets, takeSettings } from './takeOthers.ts'

/** What the window has, and what it last saw on the disk. */
export interface SyncedParts {
  readonly chats: ChatStore
  readonly settings: SettingsStore
  readonly presets: PresetStore
  readonly saved: () => Snapshot
  readonly setSaved: (saved: Snapshot) => void
  /** Drafts as they were on the disk when the app began: typed before, or in another tab. */
  readonly readDrafts: Snapshot['drafts']
  /** Something here is not as it is on the disk. */
  readonly changed: () => void
  /** A newer app has been here: nothing is written any more. */
  readonly onNewer: () => void
}

/** Keeps this tab and the others at one: what one has written, all have; what two have changed is merged. */
export interface TabSync {
  attach(parts: SyncedParts): void
  /** Compare and write. */
  write(
    saved: Snapshot,
    next: Snapshot,
    changes: readonly Change[],
    durability?: Durability,
  ): Promise<void>
  /** Of these changes those that may be written without a look at the disk, when there is no time for one. */
  blindly(saved: Snapshot, changes: readonly Change[]): readonly Change[]
  /** The window's memory of the disk now holds what was written last. */
  written(): void
  /** Records were put on the disk that this window does not have either, as by an import. */
  told(keys: readonly string[]): void
}

/** Grows with every format: an app whose records are newer says a higher number than an older one. */
const epoch = [
  chatFormat,
  messageFormat,
  presetFormat,
  settingsFormat,
  draftFormat,
  unsentFormat,
  modelFormat,
].reduce((sum, format) => sum + currentVersion(format as Parameters<typeof currentVersion>[0]), 0)

const messageSchema = v.variant('type', [
  v.object({ type: v.literal('epoch'), epoch: v.number() }),
  v.object({ type: v.literal('committed'), keys: v.array(v.string()) }),
])

export function createTabSync(
  database: Database,
  channel: TabChannel | undefined,
  ownEpoch = epoch,
): TabSync {
  let parts: SyncedParts | undefined
  let writing = 0
  let waiting: (() => void)[] = []
  let toTake = new Set<string>()
  /** What could not be read when its turn came. */
  const missed = new Set<string>()
  let taking: Promise<void> = Promise.resolve()

  /** Never between a write and the memory of it. */
  async function untilCalm(): Promise<void> {
    if (writing === 0) return
    await new Promise<void>((resolve) => waiting.push(resolve))
    await untilCalm()
  }

  function takeSoon(keys: Iterable<string>): void {
    const fresh = [...keys].filter((key) => sharedKindOf(key) !== undefined)
    if (fresh.length === 0) return
    const isFirst = toTake.size === 0
    for (const key of [...missed, ...fresh]) toTake.add(key)
    missed.clear()
    if (isFirst) taking = taking.then(take)
  }

  async function take(): Promise<void> {
    for (;;) {
      await untilCalm()
      const keys = toTake
      toTake = new Set()
      if (keys.size === 0 || parts === undefined) return
      try {
        const found = await readAll(database, keys)
        if (writing > 0) {
          // Read before that write: read again after it.
          for (const key of keys) toTake.add(key)
          continue
        }
        takeIn(parts, found)
      } catch {
        // A disk that cannot be read now is compared with again before anything is written; it is read again
        // with the next news.
        for (const key of keys) missed.add(key)
        return
      }
    }
  }

  function takeIn(into: SyncedParts, found: ReadonlyMap<string, unknown>): void {
    const readable = new Map<string, unknown>()
    for (const [key, raw] of found) {
      const kind = sharedKindOf(key)
      if (kind === undefined) continue
      const read = raw === undefined ? undefined : readFields(kind, raw)
      if (read?.kind === 'newer') into.onNewer()
      if (read === undefined || read.kind === 'read') readable.set(key, raw)
    }
    takeChats(into, readable)
    takePresets(into, readable)
    takeSettings(into, readable)
    into.changed()
    takeOnceRead(into, [...readable.keys()])
  }

  /** A chat that is being read may have been read before these were written. */
  function takeOnceRead({ chats }: SyncedParts, keys: readonly string[]): void {
    const unread = ({ threads }: ChatState): readonly string[] =>
      keys.filter(
        (key) =>
          sharedKindOf(key) === 'message' &&
          threads.get(messageIds(key).chat)?.status === 'loading',
      )
    const late = unread(chats.getState())
    if (late.length === 0) return
    const stop = chats.subscribe((state) => {
      if (unread(state).length > 0) return
      stop()
      takeSoon(late)
    })
  }

  return {
    attach(attached) {
      parts = attached
      channel?.listen((data) => {
        const message = v.safeParse(messageSchema, data)
        if (!message.success) return
        if (message.output.type === 'committed') return takeSoon(message.output.keys)
        if (message.output.epoch > ownEpoch) attached.onNewer()
        if (message.output.epoch < ownEpoch) channel.post({ type: 'epoch', epoch: ownEpoch })
      })
      channel?.post({ type: 'epoch', epoch: ownEpoch })
    },

    async write(saved, next, changes, durability) {
      writing += 1
      let told: readonly string[] = []
      try {
        await database.update(
          readsFor(saved, changes),
          (found) => {
            const resolved = resolveChanges(saved, next, changes, found)
            if (resolved.hasNewer) parts?.onNewer()
            told = resolved.writes.map(({ key }) => key)
            takeSoon(resolved.taken)
            return resolved.writes
          },
          durability,
        )
        channel?.post({ type: 'committed', keys: told })
      } catch (error) {
        this.written()
        throw error
      }
    },

    // A delete might take what another tab needs, and of a reply the disk may be known to have more.
    blindly: (saved, changes) =>
      changes.filter(
        (change) => change.kind === 'put' && !isBehind(saved, change.key, change.value),
      ),

    told: (keys) => channel?.post({ type: 'committed', keys }),

    written() {
      writing -= 1
      const before = waiting
      waiting = []
      for (const wake of before) wake()
    },
  }
}

async function readAll(
  database: Database,
  keys: ReadonlySet<string>,
): Promise<ReadonlyMap<string, unknown>> {
  return new Map(
    await Promise.all([...keys].map(async (key) => [key, await database.read(key)] as const)),
  )
}
