import { base64urlToBytes, bytesToBase64url } from '../lib/base64url.ts'
import type { Lens } from '../reasoning/lens/lens.ts'
import { packLens, unpackLens } from '../reasoning/lens/lensCodec.ts'
import type { LensRecord } from './lensStore.ts'
import type { Answer } from './message.ts'

export function toLensRecord({ id, chatId, sampling }: Answer, lens: Lens): LensRecord {
  const { words, parts } = packLens(lens)
  return {
    chatId,
    messageId: id,
    temperature: sampling.temperature,
    words,
    parts: parts.map(({ kind, bytes }) => ({ kind, data: bytesToBase64url(bytes) })),
  }
}

/** The tokens of a record; undefined if its bytes are none. */
export function readLensRecord({ words, parts }: LensRecord): Lens | undefined {
  const unpacked = parts.map(({ kind, data }) => ({ kind, bytes: base64urlToBytes(data) }))
  const whole = unpacked.flatMap(({ kind, bytes }) =>
    bytes === undefined ? [] : [{ kind, bytes }],
  )
  return whole.length < parts.length ? undefined : unpackLens({ words, parts: whole })
}
