import type { AirplaneCheck, AppKept, KeptModel, PwaState } from './pwaState.ts'

type Kept = Pick<PwaState, 'app' | 'models' | 'isOnline'>

/** The one line: what works offline now. */
export function describeOffline({ app, models, isOnline }: Kept): string {
  const here = ['the app', 'your chats', ...models.filter(isWhole).map(({ name }) => name)]
  switch (app.status) {
    case 'unknown':
      return isOnline ? 'Not looked yet at what works offline.' : 'No network.'
    case 'unsupported':
      return 'Opens with a network only: this browser cannot keep the app here.'
    case 'keeping':
      return `Getting ready to work offline: ${app.done} of ${app.total} files.`
    case 'kept':
      return isOnline
        ? `Works offline now: ${joinWords(here)}.`
        : `No network. What works: ${joinWords(here)}.`
    case 'incomplete':
      return `Does not work offline: ${app.lacking.length} of ${countFiles(app.files)} missing.`
    case 'failed':
      return 'Does not work offline: the app could not be kept here.'
  }
}

/** What is here, what is not, and what stays out of reach without a network: one sentence each. */
export function describeInFull({ app, models }: Kept): readonly string[] {
  return [
    describeApp(app),
    'Chats: they are only on this device, and open without a network.',
    ...models.map(describeModel),
    'Only with a network: fetching a model that is not here, and new versions of the app.',
  ]
}

function describeApp(app: AppKept): string {
  switch (app.status) {
    case 'unknown':
      return 'The app: not looked at yet.'
    case 'unsupported':
      return 'The app: this browser, or this address, keeps no pages. An https address and a window that is not private may.'
    case 'keeping':
      return `The app: ${app.done} of ${countFiles(app.total)} here so far.`
    case 'kept':
      return `The app: all ${countFiles(app.files)} here, with every part that is loaded late.`
    case 'incomplete':
      return `The app: missing here ${joinWords(shorten(app.lacking))}.`
    case 'failed':
      return `The app: could not be kept here. ${app.detail}`
  }
}

const describeModel = ({ name, isWhole: whole }: KeptModel): string =>
  whole
    ? `${name}: every file is here, and it answers without a network.`
    : `${name}: some of its files are missing, and it needs the network.`

/** How the airplane check went. */
export function describeCheck(check: AirplaneCheck, app: AppKept): string {
  switch (check.status) {
    case 'never':
      return ''
    case 'running':
      return 'Checking every file.'
    case 'failed':
      return `Not done: ${check.detail}`
    case 'done':
      if (app.status !== 'incomplete') return 'Checked: every file is here and as it should be.'
      return check.wrong.length === 0
        ? 'Checked: some files are missing.'
        : `Checked: ${countFiles(check.wrong.length)} damaged; what was damaged is removed.`
  }
}

const isWhole = ({ isWhole: whole }: KeptModel): boolean => whole

const countFiles = (count: number): string => (count === 1 ? '1 file is' : `${count} files are`)

function shorten(paths: readonly string[]): readonly string[] {
  return paths.length <= 3 ? paths : [...paths.slice(0, 2), `${paths.length - 2} more`]
}

/** "a", "a and b", "a, b and c". */
function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}
