import { formatBytes, formatPart, formatTimeLeft, formatTokens } from '../../lib/formatAmount.ts'
import type { LoadedFacts } from '../engine.ts'
import { describeFailure } from '../engineWords.ts'
import type { EnginePhase } from './modelActions.ts'
import type { Outcome, Progress, Work } from './shelfState.ts'

/** The steps from a model's host to its first token, as a person sees them pass. */
export const steps = ['Download', 'Verify', 'Upload', 'Compile'] as const
export type Step = (typeof steps)[number]

/** Which step is being taken; undefined for work that is none of them. */
export function stepOf(work: Work | undefined, engine: EnginePhase): Step | undefined {
  switch (work?.kind) {
    case 'listing':
    case 'waiting':
    case 'downloading':
      return 'Download'
    case 'verifying':
      return 'Verify'
    case 'exporting':
    case 'importing':
    case 'trying':
    case 'deleting':
      return undefined
    case undefined:
      return engine === 'checking'
        ? 'Verify'
        : engine === 'uploading'
          ? 'Upload'
          : engine === 'compiling'
            ? 'Compile'
            : undefined
  }
}

/** Work in words and figures. */
export function describeWork(work: Work): string {
  switch (work.kind) {
    case 'listing':
      return 'Asking which files there are'
    case 'waiting':
      return 'Waiting for another tab that works on this model'
    case 'downloading': {
      const { bytes, total, bytesPerSecond, secondsLeft } = work
      const figures = [formatPart(bytes, total)]
      if (bytesPerSecond > 0) figures.push(`${formatBytes(Math.round(bytesPerSecond))} a second`)
      if (secondsLeft !== undefined) figures.push(formatTimeLeft(secondsLeft))
      return figures.join(' · ')
    }
    case 'verifying':
      return work.total === 0 ? 'Checking every byte' : `Checking ${part(work)}`
    case 'exporting':
      return work.total === 0 ? 'Exporting' : `Writing ${part(work)}`
    case 'importing':
      return work.total === 0 ? 'Importing' : `Checking and copying ${part(work)}`
    case 'trying':
      return 'Taking as much graphics memory as it needs, and giving it back'
    case 'deleting':
      return 'Deleting'
  }
}

/** A loaded model in words, and what could not be made sure of it. */
export function describeLoaded({ contextTokens, library }: LoadedFacts): string {
  const ready = `Ready, with ${formatTokens(contextTokens)} of context.`
  return library === 'matches'
    ? ready
    : `${ready} Its library does not say which weights it was compiled for, so the two could not be compared.`
}

/** How the last work ended; a failure is told with what to do. */
export function describeOutcome(outcome: Outcome, progress: Progress | undefined): string {
  switch (outcome.kind) {
    case 'paused':
      return progress === undefined ? 'Paused.' : `Paused at ${part(progress)}.`
    case 'failed': {
      const { title, advice } = describeFailure(outcome.error)
      return `${title}. ${advice}`
    }
    case 'verified':
      return `Verified: all ${outcome.files} files are what they must be.`
    case 'damaged':
      return `${listNames(outcome.names)} ${
        outcome.names.length === 1 ? 'was' : 'were'
      } missing or damaged. The other files are good.`
    case 'mended':
      return `${listNames(outcome.names)} came damaged and ${
        outcome.names.length === 1 ? 'was' : 'were'
      } fetched again.`
    case 'exported':
      return outcome.to === 'folder'
        ? `Exported ${formatBytes(outcome.bytes)}. The folder can be imported on another device.`
        : `The archive of ${formatBytes(outcome.bytes)} is saved with your downloads. It can be imported on another device.`
    case 'imported':
      return `Imported ${formatBytes(outcome.bytes)}; every file was checked.`
    case 'tried':
      return outcome.words
  }
}

const part = ({ bytes, total }: Progress): string => formatPart(bytes, total)

function listNames(names: readonly string[]): string {
  const [first = '', second, ...rest] = names
  if (second === undefined) return first
  return rest.length === 0 ? `${first} and ${second}` : `${first} and ${rest.length + 1} more files`
}
