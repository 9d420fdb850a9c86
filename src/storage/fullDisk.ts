import type { Change, Entry } from './database.ts'
import type { Snapshot } from './pendingChanges.ts'
import { toStorageFailure } from './storageFailure.ts'

/**
 * Writes all or none. On a full disk what was deleted is deleted first, in a transaction of its own: together
 * with what is too much it would be undone, and deleting would never make room. `onDeleted` comes between the
 * two.
 */
export async function writeOnFull(
  write: (changes: readonly Change[]) => Promise<void>,
  changes: readonly Change[],
  onDeleted: () => void,
): Promise<void> {
  try {
    await write(changes)
  } catch (error) {
    const gone = new Set(
      changes.flatMap(({ kind, key }) => (kind === 'delete' ? [key.split('/').at(-1)] : [])),
    )
    // A journal goes with the message: with the one that takes its place, or with the deleted one.
    const isDelete = ({ kind, key }: Change): boolean =>
      kind === 'delete' || (kind === 'delete all' && gone.has(key.split('/')[1]))
    const deletes = changes.filter(isDelete)
    const others = changes.filter((change) => !isDelete(change))
    if (toStorageFailure(error).kind !== 'quota' || deletes.length === 0 || others.length === 0)
      throw error
    await write(deletes)
    onDeleted()
    await write(others)
  }
}

/** What is on the disk after the deletes alone: an undo has to write it anew. */
export function withoutDeleted(saved: Snapshot, next: Snapshot): Snapshot {
  const inBoth = <Value>(
    before: ReadonlyMap<string, Value>,
    after: ReadonlyMap<string, unknown>,
  ): ReadonlyMap<string, Value> => new Map([...before].filter(([id]) => after.has(id)))
  const trees = [...inBoth(saved.trees, next.chats)].map(
    ([id, tree]) => [id, inBoth(tree, next.trees.get(id) ?? tree)] as const,
  )
  return {
    ...saved,
    chats: inBoth(saved.chats, next.chats),
    trees: new Map(trees),
    drafts: inBoth(saved.drafts, next.drafts),
    unsent: next.unsent === null ? null : saved.unsent,
    presets: inBoth(saved.presets, next.presets),
    lenses: inBoth(saved.lenses, next.lenses),
  }
}

/** Records as they will be once the changes are written. */
export function withChanges(
  records: readonly Entry[],
  changes: readonly Change[],
): readonly Entry[] {
  if (changes.length === 0) return records
  const byKey = new Map(records.map(({ key, value }) => [key, value]))
  for (const change of changes)
    if (change.kind === 'put') byKey.set(change.key, change.value)
    else if (change.kind === 'delete') byKey.delete(change.key)
    else for (const key of byKey.keys()) if (key.startsWith(change.key)) byKey.delete(key)
  return [...byKey].map(([key, value]) => ({ key, value }))
}
