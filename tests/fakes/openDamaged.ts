import type { Message } from '../../src/chat/message.ts'
import type { Database } from '../../src/storage/database.ts'
import { messageToRecord } from '../../src/storage/messageRecord.ts'
import { damageRecord, damages } from './damage.ts'
import { createLibrary } from './library.ts'
import { openWindow } from './testStorage.ts'

/**
 * A library with some of its records damaged is opened, every chat of it. Answers what went wrong, a
 * sentence each. `database` is empty; `opens` opens it again.
 */
export async function openDamaged(
  database: Database,
  count: number,
  chance: () => number,
): Promise<{ readonly faults: readonly string[]; readonly broken: number }> {
  const whole = createLibrary(6)
  const keys = [...whole.keys()]
  const hit = new Set<string>()
  while (hit.size < count) hit.add(keys[Math.floor(chance() * keys.length)] ?? '')
  const records = new Map(whole)
  for (const key of hit) {
    const damage = damages[Math.floor(chance() * damages.length)] ?? 'flipped'
    records.set(key, damageRecord(whole.get(key), damage, chance))
  }
  await database.write([...records].map(([key, value]) => ({ kind: 'put', key, value }) as const))

  const { chats, storage, loaded } = await openWindow(database)
  const faults: string[] = []
  if (loaded.kind !== 'loaded') faults.push('The app did not open.')
  /** By chat as well: a stand-in for a lost message has the id that is asked for, whosever that was. */
  const found = new Map<string, Message>()
  for (const id of chats.getState().chats.keys()) {
    await chats.open(id)
    const thread = chats.getState().threads.get(id)
    if (thread?.status !== 'loaded') faults.push(`${id} did not open.`)
    else for (const message of thread.tree.values()) found.set(`${id}/${message.id}`, message)
  }
  const { broken } = storage.state.getState()
  await storage.flush()

  /** A run of which a record is hit, or its answer: what is behind it cannot be placed. */
  const isNear = (key: string): boolean => {
    const [room, id = ''] = key.split('/')
    return hit.has(key) || (room === 'journal' && [...hit].some((other) => other.includes(id)))
  }
  for (const { key } of broken)
    if (!isNear(key)) faults.push(`${key} was set aside, and was whole.`)
  const kept = new Map((await database.readAll('')).map(({ key, value }) => [key, value]))
  for (const { key, kind } of broken)
    if (kind === 'broken' && !kept.has(`broken/${key}`)) faults.push(`${key} was not kept raw.`)
  for (const [key, value] of whole) {
    const [room, chat = '', id = ''] = key.split('/')
    if (hit.has(key)) continue
    if (room === 'chat' && !chats.getState().chats.has(chat)) faults.push(`${key} is gone.`)
    if (room !== 'message') continue
    // A turned bit can make of a version the next one: that is left to the app that knows it, and not shown.
    if (broken.some((record) => record.kind === 'newer' && record.key === `chat/${chat}`)) {
      if (!kept.has(key)) faults.push(`${key} is gone from under a newer chat.`)
      continue
    }
    const message = found.get(`${chat}/${id}`)
    // Without its question a message may have moved, and a reply that was recovered has grown.
    const words = (one: unknown): string => JSON.stringify([textsOf(one)])
    if (message === undefined) faults.push(`${key} is gone.`)
    else if (!id.endsWith('a2') && words(messageToRecord(message)) !== words(value))
      faults.push(`${key} has changed.`)
  }
  if ('polluted' in {}) faults.push('Every object has another prototype.')
  return { faults, broken: broken.length }
}

function textsOf(record: unknown): unknown {
  const { text, parts } = record as { text?: unknown; parts?: unknown }
  return [text, parts]
}
