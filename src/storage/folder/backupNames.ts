import { fileEnding } from '../../lib/saveFile.ts'
import type { FolderFile } from './backupFolder.ts'

/** A week of days: long enough to notice that something is amiss, and some copies of what are mostly the same chats. */
export const keptFiles = 7

/** `ponder-<day>-<time>-<library>.backup.ponder`, the time in UTC: names sort as they were written. */
const nameAt = (at: number, library: string): string => {
  const [day = '', time = ''] = new Date(at).toISOString().split('T')
  return `ponder-${day}-${time.slice(0, 8).replaceAll(':', '')}-${library}.backup${fileEnding}`
}

/**
 * Whether a name is one that this library's backups have, to the letter. Those of another device or an earlier
 * profile in the same folder are not: they may be the only copy of what was there.
 */
export const isOwnName =
  (library: string) =>
  (name: string): boolean => {
    const [, day, time] = /^ponder-(\d{4}-\d\d-\d\d)-(\d{6})-/.exec(name) ?? []
    if (day === undefined || time === undefined) return false
    const at = Date.parse(`${day}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`)
    return !Number.isNaN(at) && nameAt(at, library) === name
  }

/** The name for a backup of now; where it is taken, that of the first second after that is free. */
export function freeName(files: readonly FolderFile[], now: number, library: string): string {
  const taken = new Set(files.map(({ name }) => name))
  let at = now
  while (taken.has(nameAt(at, library))) at += 1000
  return nameAt(at, library)
}

/** Own files that go once `written` is whole: the oldest that are too many, and what a crash left without bytes. */
export function outlived(files: readonly FolderFile[], written: string): readonly string[] {
  const others = files.filter(({ name }) => name !== written)
  const whole = others.filter(({ bytes }) => bytes > 0).map(({ name }) => name)
  const empty = others.filter(({ bytes }) => bytes === 0).map(({ name }) => name)
  return [...empty, ...whole.toSorted().slice(0, Math.max(0, whole.length - (keptFiles - 1)))]
}
