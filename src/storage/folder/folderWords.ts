import { formatBytes } from '../../lib/formatAmount.ts'
import { keptFiles } from './backupNames.ts'
import { describeFolderFailure } from './folderFailure.ts'
import type { FolderBackupState, FolderOutcome } from './folderState.ts'

/** How things stand, one sentence or two a line. */
export function describeFolderState(state: FolderBackupState): readonly string[] {
  switch (state.kind) {
    case 'unknown':
      return ['Looking…']
    case 'off':
      return [
        `Off. In a folder that you choose, Ponder can write a backup by itself: once a day while it is open and something has changed. The last ${keptFiles} are kept there.`,
      ]
    case 'damaged':
      return [
        'Off. What was kept of your folder is damaged. The files in it are untouched: choose it again.',
      ]
    case 'newer':
      return ['A newer version of Ponder keeps the folder. Reload this page to get that version.']
    case 'on':
      return [
        `On. Backups go to the folder “${state.folder}” once a day, while Ponder is open and something has changed. The last ${keptFiles} are kept there.`,
        ...describeLast(state),
      ]
    case 'permission':
      return [
        state.isRefused
          ? `Waiting. The browser did not allow it: Ponder may not write to the folder “${state.folder}”. Allow it here or in the browser’s settings for this page, or stop and choose another folder.`
          : `Waiting. The browser has closed the folder “${state.folder}” to Ponder, as it may after a restart. Nothing is backed up until you allow it again.`,
        ...describeLast(state),
      ]
  }
}

function describeLast({
  writtenAt,
  failure,
  isWriting = false,
}: Extract<FolderBackupState, { writtenAt: unknown }> & {
  readonly isWriting?: boolean
}): readonly string[] {
  if (isWriting) return ['Writing a backup…']
  const last =
    writtenAt === null ? 'No backup is there yet.' : `Last backup: ${describeTime(writtenAt)}.`
  return failure === null
    ? [last]
    : [
        `The backup of ${describeTime(failure.at)} failed. ${describeFolderFailure(failure)}`,
        `${last} Older files are as they were.`,
      ]
}

/** What became of what a person asked for; '' where the state says it. */
export function describeOutcome(outcome: FolderOutcome): string {
  switch (outcome.kind) {
    case 'written':
      return `A backup was written, ${formatBytes(outcome.bytes)}.`
    case 'stopped':
      return 'The backup was given up. Older files are as they were.'
    case 'elsewhere':
      return 'A backup is being written already, here or in another window of Ponder.'
    case 'failed':
      return outcome.failure.kind === 'unkept' || outcome.failure.kind === 'unread'
        ? describeFolderFailure(outcome.failure)
        : 'Nothing was written.'
    case 'nothing':
      return ''
  }
}

/** Day and minute, here. */
export const describeTime = (at: number): string =>
  new Date(at).toLocaleString('en', { dateStyle: 'long', timeStyle: 'short' })
