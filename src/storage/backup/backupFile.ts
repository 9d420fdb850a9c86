import * as v from 'valibot'

import { inflate } from '../../lib/deflate.ts'
import { gzip, isGzip } from '../../lib/gzip.ts'
import type { Entry } from '../database.ts'
import { kindOf } from '../keys.ts'

/**
 * A backup, version 1: gzip of the JSON
 *
 *     {"ponder":"backup","v":1,"madeAt":<ms since 1970>,"records":[["<key>",<record>], …]}
 *
 * or that JSON itself. Keys and records are those of the app's database (see keys.ts), each record with its
 * own version `v`: on import every one of them passes the migrations and the schema of its kind, so that an
 * old backup opens as an old database does. Chats, messages, drafts, presets and settings are in it, and what
 * other rooms store about a message; models are not, nor what was set aside as broken.
 */
const version = 1

/** Bytes of JSON that are looked at: what a tab has memory for, about fifty million tokens. */
export const largestBackup = 256 * 2 ** 20

/** What belongs to a message and is stored beside it, as `<kind>/<chat>/<message>`; it goes along as it is. */
export const sideKinds: ReadonlySet<string> = new Set(['timing', 'lens'])

const ownKinds = new Set(['chat', 'message', 'draft', 'preset', 'settings', 'unsent'])

const isKept = ({ key }: Entry): boolean => ownKinds.has(kindOf(key)) || sideKinds.has(kindOf(key))

/** The JSON of a backup in pieces, so that a large one need not stand in memory as one text. */
export function* backupTexts(records: Iterable<Entry>, madeAt: number): Iterable<string> {
  yield `{"ponder":"backup","v":${version},"madeAt":${madeAt},"records":[`
  let between = '\n'
  for (const entry of records)
    if (isKept(entry)) {
      yield between + JSON.stringify([entry.key, entry.value])
      between = ',\n'
    }
  yield '\n]}\n'
}

export const toBackup = (records: Iterable<Entry>, madeAt: number): Promise<Blob> =>
  gzip(backupTexts(records, madeAt))

export type ReadBackup =
  | { readonly kind: 'read'; readonly madeAt: number; readonly records: readonly Entry[] }
  | { readonly kind: 'refused'; readonly reason: string }

const headSchema = v.object({
  ponder: v.literal('backup'),
  v: v.pipe(v.number(), v.integer(), v.minValue(1)),
})

const backupSchema = v.object({
  madeAt: v.optional(v.pipe(v.number(), v.finite()), 0),
  records: v.array(v.strictTuple([v.pipe(v.string(), v.maxLength(400)), v.unknown()])),
})

const newer =
  'The backup was made by a newer version of Ponder. Keep it, reload this page to get that version, and import it again.'
const damagedJson =
  'The file is damaged, or none of Ponder’s. Ask for it again, or for the link that it was made from.'
const damaged =
  'The backup is damaged or cut off. Copy or download it once more, or take an older one.'

/** The JSON in the bytes of a file, compressed or not; anything at all gives an answer. */
export async function unpackBackup(
  bytes: Uint8Array<ArrayBuffer>,
  largest = largestBackup,
): Promise<
  | { readonly kind: 'unpacked'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly reason: string }
> {
  const inflated = isGzip(bytes)
    ? await inflate(bytes, largest, 'gzip')
    : ({ kind: 'inflated', bytes } as const)
  if (inflated.kind === 'too large')
    return { kind: 'refused', reason: 'The file holds more than a backup of Ponder ever does.' }
  if (inflated.kind === 'damaged') return { kind: 'refused', reason: damaged }
  try {
    const json = new TextDecoder('utf-8', { fatal: true }).decode(inflated.bytes)
    return { kind: 'unpacked', value: JSON.parse(json) }
  } catch {
    return { kind: 'refused', reason: isGzip(bytes) ? damaged : damagedJson }
  }
}

/** The records of a backup's JSON, none of them looked at yet; undefined if it is something else. */
export function readBackup(value: unknown): ReadBackup | undefined {
  const head = v.safeParse(headSchema, value)
  if (!head.success) return undefined
  if (head.output.v > version) return { kind: 'refused', reason: newer }
  const parsed = v.safeParse(backupSchema, value)
  if (!parsed.success) return { kind: 'refused', reason: damaged }
  const { madeAt, records } = parsed.output
  return {
    kind: 'read',
    madeAt,
    records: records.map(([key, record]) => ({ key, value: record })),
  }
}

export const newerBackup = newer
