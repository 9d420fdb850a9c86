import { furtherMessage } from '../../chat/mergeMessages.ts'
import type { Message } from '../../chat/message.ts'
import { chatToRecord } from '../chatRecord.ts'
import type { Change, Reads } from '../database.ts'
import { draftToRecord } from '../draftRecord.ts'
import { chatKey, draftKey, lensKey, messageKey, messagePrefix } from '../keys.ts'
import { lensToRecord } from '../lensRecord.ts'
import { messageFormat, messageToRecord } from '../messageRecord.ts'
import type { Snapshot } from '../pendingChanges.ts'
import { readRecord } from '../record.ts'
import { hostOf, sharedKindOf, messageIds, readFields } from './formats.ts'
import { isSame, mergeFields } from './mergeFields.ts'
import { savedRecord } from './savedRecord.ts'

/** What is written in the end, once it is known what other tabs have written since. */
export interface Resolved {
  readonly writes: readonly Change[]
  /** What this window does not have as it is on the disk then. */
  readonly taken: ReadonlySet<string>
  /** A newer app has been here: its records are left as they are. */
  readonly hasNewer: boolean
}

/** What must be looked at, in the same transaction, before these changes are written. */
export function readsFor(saved: Snapshot, changes: readonly Change[]): Reads {
  const keys = new Set<string>()
  const prefixes = new Set<string>()
  for (const { kind, key } of changes) {
    const what = sharedKindOf(key)
    if (what !== undefined) keys.add(key)
    if (what === 'chat' && kind === 'delete') prefixes.add(messagePrefix(key.slice('chat/'.length)))
    if (what !== 'message') continue
    const { chat } = messageIds(key)
    keys.add(chatKey(chat))
    const isNew = savedRecord(saved, key) === undefined
    if (kind === 'delete' || isNew) prefixes.add(messagePrefix(chat))
  }
  return { keys: [...keys], prefixes: [...prefixes] }
}

/**
 * The disk is compared with what this window last saw there, record by record: that comparison is the
 * revision check, and holds for tabs of every version. What another tab changed meanwhile is merged, and what
 * one tab deleted while another changed it is kept.
 */
export function resolveChanges(
  saved: Snapshot,
  next: Snapshot,
  changes: readonly Change[],
  found: ReadonlyMap<string, unknown>,
): Resolved {
  const writes = new Map<string, Change>()
  const taken = new Set<string>()
  let hasNewer = false
  const kept = keptDeletes(saved, changes, found)

  const put = (key: string, value: unknown): void =>
    void writes.set(key, { kind: 'put', key, value })

  for (const change of changes) {
    const { key } = change
    if (change.kind === 'delete all') continue
    const kind = sharedKindOf(key)
    const current = found.get(key)
    const isNewer = kind !== undefined && readFields(kind, current).kind === 'newer'
    hasNewer ||= isNewer
    if (isNewer) taken.add(key)
    else if (change.kind === 'delete') {
      if (kept.has(key) || kept.has(hostOf(key) ?? key)) taken.add(key)
      else if (kind === undefined || current !== undefined) writes.set(key, change)
    } else {
      const merged = mergedRecord(saved, key, change.value, current)
      put(key, merged)
      if (merged !== change.value) taken.add(key)
    }
  }
  for (const key of kept) taken.add(key)

  // A reply's journal goes with what takes its place, and stays where that was not written.
  const places = new Set<string>()
  for (const change of changes) {
    const write = writes.get(change.key)
    const isAsked =
      write?.kind === change.kind &&
      (write.kind !== 'put' || change.kind !== 'put' || write.value === change.value)
    if (isAsked && sharedKindOf(change.key) === 'message')
      places.add(messageIds(change.key).message)
    else if (change.kind === 'delete' && !kept.has(change.key) && !found.has(change.key))
      places.add(messageIds(change.key).message)
  }
  for (const change of changes)
    if (change.kind === 'delete all' && places.has(replyOf(change.key)))
      writes.set(change.key, change)

  /** A message never hangs under nothing, nor a chat's messages under no chat. */
  for (const { kind, key } of changes) {
    if (kind !== 'put' || sharedKindOf(key) !== 'message') continue
    const ids = messageIds(key)
    const tree = next.trees.get(ids.chat)
    const chat = next.chats.get(ids.chat)
    if (tree === undefined || chat === undefined) continue
    if (!found.has(chatKey(ids.chat))) revive(ids.chat)
    if (savedRecord(saved, key) !== undefined) continue
    for (let at = tree.get(ids.message); at !== undefined; at = tree.get(at.parent ?? '')) {
      const place = messageKey(ids.chat, at.id)
      if (!found.has(place) && !writes.has(place)) put(place, messageToRecord(at))
    }
  }
  for (const { kind, key } of changes)
    if (kind === 'put' && sharedKindOf(key) === 'chat' && !found.has(key)) revive(key.slice(5))

  /** A chat that another tab deleted and this one has changed: all of it. */
  function revive(id: string): void {
    const chat = next.chats.get(id)
    if (chat === undefined || !saved.chats.has(id)) return
    if (!writes.has(chatKey(id))) put(chatKey(id), chatToRecord(chat))
    for (const message of next.trees.get(id)?.values() ?? []) {
      const place = messageKey(id, message.id)
      if (!found.has(place) && !writes.has(place)) put(place, messageToRecord(message))
    }
    const draft = next.drafts.get(id)
    if (draft !== undefined) put(draftKey(id), draftToRecord(id, draft))
    for (const [message, lens] of next.lenses)
      if (lens.chatId === id) put(lensKey(id, message), lensToRecord(lens))
  }

  return { writes: [...writes.values()], taken, hasNewer }
}

function mergedRecord(saved: Snapshot, key: string, mine: unknown, current: unknown): unknown {
  const kind = sharedKindOf(key)
  if (kind === undefined || current === undefined) return mine
  if (kind === 'message') {
    const [here, there] = [readMessage(mine), readMessage(current)]
    if (here === undefined || there === undefined) return mine
    // A reply under way only grows: what was taken in of another tab's is not written over by less of it.
    const isUnderWay = here.role === 'answer' && here.ending.kind === 'open'
    if (!isUnderWay && !hasGrown(saved, key, there)) return mine
    return furtherMessage(here, there) === here ? mine : current
  }
  const there = readFields(kind, current)
  const here = readFields(kind, mine)
  if (there.kind !== 'read' || here.kind !== 'read') return mine
  const base = readFields(kind, savedRecord(saved, key))
  const before = base.kind === 'read' ? base.value : {}
  if (isSame(there.value, before) || isSame(there.value, here.value)) return mine
  return mergeFields(kind, before, here.value, there.value)
}

/** Of the key that all of a reply's journal begins with. */
const replyOf = (key: string): string => key.split('/')[1] ?? ''

/** Whether more of a reply is known to be on the disk than in this record of it. */
export function isBehind(saved: Snapshot, key: string, mine: unknown): boolean {
  if (sharedKindOf(key) !== 'message') return false
  const ids = messageIds(key)
  const known = saved.trees.get(ids.chat)?.get(ids.message)
  const here = readMessage(mine)
  return known !== undefined && here !== undefined && furtherMessage(here, known) !== here
}

function readMessage(raw: unknown): Message | undefined {
  const result = readRecord(messageFormat, raw)
  return result.kind === 'read' ? result.value : undefined
}

/** Whether the disk's form is not the one that this window knows; a question has but one form. */
function hasGrown(saved: Snapshot, key: string, there: Message): boolean {
  const ids = messageIds(key)
  const known = saved.trees.get(ids.chat)?.get(ids.message)
  if (known === undefined) return true
  if (known.role !== 'answer' || there.role !== 'answer') return false
  return !isSame([known.parts, known.ending], [there.parts, there.ending])
}

/** Deletes that another tab's change forbids: what it changed, what it hung something under, their chats. */
function keptDeletes(
  saved: Snapshot,
  changes: readonly Change[],
  found: ReadonlyMap<string, unknown>,
): ReadonlySet<string> {
  const deleted = new Set(changes.filter(({ kind }) => kind === 'delete').map(({ key }) => key))
  const kept = new Set<string>()
  for (const [key, raw] of found) {
    if (sharedKindOf(key) !== 'message') continue
    const message = readMessage(raw)
    if (message === undefined) continue
    const isGoing = deleted.has(key)
    const isUnknown = savedRecord(saved, key) === undefined
    if (isGoing ? !hasGrown(saved, key, message) : !isUnknown) continue
    keepPath(messageIds(key).chat, message)
  }
  for (const key of deleted) {
    const kind = sharedKindOf(key)
    if (kind === undefined || kind === 'message' || !found.has(key)) continue
    const there = readFields(kind, found.get(key))
    const base = readFields(kind, savedRecord(saved, key))
    if (there.kind === 'read' && base.kind === 'read' && !isSame(there.value, base.value))
      kept.add(key)
  }
  for (const key of [...kept].filter((each) => sharedKindOf(each) === 'chat'))
    for (const place of deleted)
      if (place.startsWith(messagePrefix(key.slice('chat/'.length)))) kept.add(place)
  return kept

  function keepPath(chat: string, from: Message): void {
    const hasDeleted = deleted.has(chatKey(chat))
    for (let at: Message | undefined = from; at !== undefined;) {
      const place = messageKey(chat, at.id)
      if (deleted.has(place)) kept.add(place)
      at = at.parent === null ? undefined : readMessage(found.get(messageKey(chat, at.parent)))
    }
    if (hasDeleted) kept.add(chatKey(chat))
  }
}
