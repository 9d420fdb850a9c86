import type { ChatId, MessageId } from '../chat/message.ts'
import type { ModelId } from '../engine/engine.ts'

/** The names that records have for ever: database, store and keys never change without a migration. */
export const databaseName = 'ponder'
export const storeName = 'records'

/** The first word of a key says what the record is of; then come the ids that it belongs to. */
export const kindOf = (key: string): string => key.split('/', 1)[0] ?? ''

export const settingsKey = 'settings'
export const unsentKey = 'unsent'
export const draftPrefix = 'draft/'
export const chatPrefix = 'chat/'
export const presetPrefix = 'preset/'

export const chatKey = (id: ChatId): string => `${chatPrefix}${id}`
export const presetKey = (id: string): string => `${presetPrefix}${id}`
export const draftKey = (id: ChatId): string => `${draftPrefix}${id}`
export const messagePrefix = (id: ChatId): string => `message/${id}/`
export const messageKey = (chat: ChatId, id: MessageId): string => `${messagePrefix(chat)}${id}`
export const timingPrefix = (id: ChatId): string => `timing/${id}/`
export const timingKey = (chat: ChatId, id: MessageId): string => `${timingPrefix(chat)}${id}`
export const lensPrefix = (id: ChatId): string => `lens/${id}/`
export const lensKey = (chat: ChatId, id: MessageId): string => `${lensPrefix(chat)}${id}`
export const modelPrefix = 'model/'
export const modelKey = (id: ModelId): string => `${modelPrefix}${id}`
export const journalPrefix = 'journal/'
/** All that is kept of a reply under way, by the id of its answer. */
export const journalOf = (answer: MessageId): string => `${journalPrefix}${answer}/`
/** One run is one segment of the reply; its records are numbered, and number 0 is its head. */
export const journalKey = (answer: MessageId, run: string, number: number): string =>
  `${journalOf(answer)}${run}/${String(number).padStart(8, '0')}`
/** Of this browser alone, and so in no backup itself: the folder that backups go to, and when the last was made. */
export const folderBackupKey = 'backup/folder'
export const lastBackupKey = 'backup/last'
export const brokenPrefix = 'broken/'
export const brokenKey = (key: string): string => `${brokenPrefix}${key}`
