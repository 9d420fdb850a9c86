import { base64urlToBytes, bytesToBase64url } from '../lib/base64url.ts'
import type { Lens } from '../reasoning/lens/lens.ts'
import { packLens, unpackLens } from '../reasoning/lens/lensCodec.ts'
import type { LensRecord } from './lensStore.ts'
import type { Answer } from './message.ts'

export function toLensRecord({ id, chatId, sampling }: Answer, lens: Lens): LensRecord {
  const { words, parts } = packLens(lens)
  const record = {
    chatId,
    messageId: id,
    temperature: sampling.temperature,
    words,
    parts: parts.map(({ kind, bytes }) => ({ kind, data: bytesToBase64url(bytes) })),
  }
  unpacked.set(record, lens)
  return record
}

/** A long thought's tokens take a while to read: never twice, nor when they have just been written. */
const unpacked = new WeakMap<LensRecord, Lens>()

/** The tokens of a record; undefined if its bytes are none. */
export function readLensRecord(record: LensRecord): Lens | undefined {
  const known = unpacked.get(record)
  if (known !== undefined) return known
  const parts = record.parts.map(({ kind, data }) => ({ kind, bytes: base64urlToBytes(data) }))
  const whole = parts.flatMap(({ kind, bytes }) => (bytes === undefined ? [] : [{ kind, bytes }]))
  const lens =
    whole.length < parts.length ? undefined : unpackLens({ words: record.words, parts: whole })
  if (lens !== undefined) unpacked.set(record, lens)
  return lens
}
