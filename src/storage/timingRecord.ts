import * as v from 'valibot'

import type { ChatId, MessageId } from '../chat/message.ts'
import type { TimedSegment, TurnTiming } from '../chat/replay/turnTiming.ts'
import { base64urlToBytes, bytesToBase64url } from '../lib/base64url.ts'
import { idSchema } from './fieldSchemas.ts'
import { currentVersion, type RecordFormat } from './record.ts'

interface TimingOfMessage {
  readonly chatId: ChatId
  readonly id: MessageId
  readonly timing: TurnTiming
}

/** A token takes two or three bytes of it: a long thought's times are a twentieth of what a picture is. */
export const timingFormat: RecordFormat<TimingOfMessage> = {
  migrations: [],
  schema: v.pipe(
    v.object({ chatId: idSchema, id: idSchema, steps: v.string() }),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const { chatId, id, steps } = dataset.value
      const timing = decodeTiming(steps)
      if (timing !== undefined) return { chatId, id, timing }
      addIssue({ message: 'The times cannot be read.', path: undefined })
      return NEVER
    }),
  ),
}

export const timingToRecord = ({ chatId, id, timing }: TimingOfMessage): unknown => ({
  v: currentVersion(timingFormat),
  chatId,
  id,
  steps: encodeTiming(timing),
})

/**
 * For each segment: the characters that were given, the number of its tokens, and of each token its characters
 * and its milliseconds since the one before. All of them LEB128 numbers, as base64url, so that a backup can
 * hold them as text.
 */
export function encodeTiming(timing: TurnTiming): string {
  const bytes: number[] = []
  const write = (number: number): void => {
    let rest = number
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80)
    bytes.push(rest)
  }
  for (const { given, characters, ms } of timing) {
    write(given)
    write(ms.length)
    for (const [at, gap] of ms.entries()) {
      write(characters[at] ?? 0)
      write(gap)
    }
  }
  return bytesToBase64url(Uint8Array.from(bytes))
}

/** Undefined for a text that no timing is written as. */
export function decodeTiming(text: string): TurnTiming | undefined {
  const bytes = base64urlToBytes(text)
  if (bytes === undefined) return undefined
  let at = 0
  const read = (): number => {
    let number = 0
    for (let place = 1; ; place *= 0x80) {
      const byte = bytes[at]
      at += 1
      if (byte === undefined || !Number.isSafeInteger(number)) return NaN
      number += (byte % 0x80) * place
      if (byte < 0x80) return Number.isSafeInteger(number) ? number : NaN
    }
  }
  const timing: TimedSegment[] = []
  while (at < bytes.length) {
    const given = read()
    const count = read()
    // Each token takes two bytes at least: a number that cannot be is not counted up to.
    if (!(count <= (bytes.length - at) / 2)) return undefined
    const numbers = Array.from({ length: 2 * count }, read)
    if ([given, ...numbers].some(Number.isNaN)) return undefined
    timing.push({
      given,
      characters: numbers.filter((_, index) => index % 2 === 0),
      ms: numbers.filter((_, index) => index % 2 === 1),
    })
  }
  return timing
}
