import { chatFormat, chatToRecord } from '../chatRecord.ts'
import { chatPrefix, presetPrefix, settingsKey } from '../keys.ts'
import { messageFormat, messageToRecord } from '../messageRecord.ts'
import { presetFormat, presetToRecord } from '../presetRecord.ts'
import { readRecord, type ReadResult, type RecordFormat } from '../record.ts'
import { settingsFormat, settingsToRecord } from '../settingsRecord.ts'

/** A kind of record that several tabs may change. */
export type SharedKind = 'chat' | 'message' | 'preset' | 'settings'

/** A record as it is written today, whatever its version was. */
export type Fields = Readonly<Record<string, unknown>>

/** Undefined for what belongs to one tab alone, as drafts do. */
export function sharedKindOf(key: string): SharedKind | undefined {
  if (key === settingsKey) return 'settings'
  if (key.startsWith(chatPrefix)) return 'chat'
  if (key.startsWith('message/')) return 'message'
  return key.startsWith(presetPrefix) ? 'preset' : undefined
}

interface Formatting<Value> {
  readonly format: RecordFormat<Value>
  readonly toRecord: (value: Value) => unknown
}

const read = <Value>(
  { format, toRecord }: Formatting<Value>,
  raw: unknown,
): ReadResult<{ readonly value: Value; readonly fields: Fields }> => {
  const result = readRecord(format, raw)
  return result.kind === 'read'
    ? { kind: 'read', value: { value: result.value, fields: toRecord(result.value) as Fields } }
    : result
}

const chat = { format: chatFormat, toRecord: chatToRecord }
const message = { format: messageFormat, toRecord: messageToRecord }
const preset = { format: presetFormat, toRecord: presetToRecord }
const settings = { format: settingsFormat, toRecord: settingsToRecord }

/** A raw record brought up to date, field for field: two that say the same are equal. */
export function readFields(kind: SharedKind, raw: unknown): ReadResult<Fields> {
  const result =
    kind === 'chat'
      ? read(chat, raw)
      : kind === 'message'
        ? read(message, raw)
        : kind === 'preset'
          ? read(preset, raw)
          : read(settings, raw)
  return result.kind === 'read' ? { kind: 'read', value: result.value.fields } : result
}

/** What a record is kept for: of a reply's times and probabilities the message, of a draft its chat. */
export function hostOf(key: string): string | undefined {
  const [kind, ...ids] = key.split('/')
  if (kind === 'timing' || kind === 'lens') return ['message', ...ids].join('/')
  return kind === 'draft' ? [chatPrefix, ...ids].join('') : undefined
}

/** `message/<chat>/<message>` in its two parts. */
export function messageIds(key: string): { readonly chat: string; readonly message: string } {
  const [, chatId = '', messageId = ''] = key.split('/')
  return { chat: chatId, message: messageId }
}
