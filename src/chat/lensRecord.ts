import { base64urlToBytes, bytesToBase64url } from '../lib/base64url.ts'
import { runAtOnce } from '../lib/inSlices.ts'
import type { Lens } from '../reasoning/lens/lens.ts'
import { packingLens, unpackLens } from '../reasoning/lens/lensCodec.ts'
import type { LensRecord } from './lensStore.ts'
import type { Answer } from './message.ts'

export const toLensRecord = (answer: Answer, lens: Lens): LensRecord =>
  runAtOnce(makingLensRecord(answer, lens))

/** The same, in steps: of a long thought's tokens it is the work of several frames. */
export function* makingLensRecord(
  { id, chatId, sampling }: Answer,
  lens: Lens,
): Generator<void, LensRecord> {
  const { words, parts: packed } = yield* packingLens(lens)
  const parts: LensRecord['parts'][number][] = []
  for (const { kind, bytes } of packed) parts.push({ kind, data: yield* encoding(bytes) })
  const record = {
    chatId,
    messageId: id,
    temperature: sampling.temperature,
    words,
    parts,
  }
  unpacked.set(record, lens)
  return record
}

/** Three bytes are four characters, so that the texts of such pieces can be joined. */
const bytesPerStep = 3 * 4096

function* encoding(bytes: Uint8Array): Generator<void, string> {
  let text = ''
  for (let at = 0; at < bytes.length; at += bytesPerStep) {
    if (at > 0) yield
    text += bytesToBase64url(bytes.subarray(at, at + bytesPerStep))
  }
  return text
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
