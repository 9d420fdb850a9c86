import type { Answer } from '../chat/message.ts'
import { timingFrom, type Growth, type TurnTiming } from '../chat/replay/turnTiming.ts'
import { readRecord } from './record.ts'
import { timingFormat, timingToRecord } from './timingRecord.ts'

/** An answer's times. A record that does not open, or is another's, is as good as none: it is only a speed. */
export function readTiming({ chatId, id }: Answer, record: unknown): TurnTiming | null {
  const result = readRecord(timingFormat, record)
  if (result.kind !== 'read') return null
  return result.value.chatId === chatId && result.value.id === id ? result.value.timing : null
}

/** The record of an answer's times, when it has grown by this; none in the place of a newer app's. */
export function growTiming(answer: Answer, before: unknown, growth: readonly Growth[]): unknown {
  if (readRecord(timingFormat, before).kind === 'newer') return undefined
  const { chatId, id } = answer
  return timingToRecord({
    chatId,
    id,
    timing: timingFrom(growth, readTiming(answer, before) ?? []),
  })
}
