/** What the app was opened for, from outside: a shortcut, or a text that another app shares. */
export type Launch =
  | { readonly kind: 'new-chat' }
  | { readonly kind: 'models' }
  /** To be put into the question box, and never sent by itself: anybody can make such a link. */
  | { readonly kind: 'question'; readonly text: string }

/** Characters of a shared text that are taken; a longer one is cut. */
export const longestShared = 20_000

/** Reads a launch from an address of the app, as the manifest's shortcuts and its share target write it. */
export function readLaunch(address: string): Launch | undefined {
  const { searchParams } = new URL(address)
  const text = readShared(searchParams)
  if (text !== '') return { kind: 'question', text }
  switch (searchParams.get('open')) {
    case 'new':
      return { kind: 'new-chat' }
    case 'models':
      return { kind: 'models' }
    default:
      return undefined
  }
}

/** Title, text and link, each once: some apps send the link as text too. */
function readShared(parameters: URLSearchParams): string {
  const pieces = ['shared-title', 'shared-text', 'shared-url'].map((name) =>
    (parameters.get(name) ?? '').trim(),
  )
  const distinct = pieces.filter(
    (piece, at) =>
      piece !== '' &&
      !pieces.some((other, place) => place !== at && holds(other, piece, place < at)),
  )
  return distinct.join('\n\n').slice(0, longestShared)
}

/** Whether one text says the other already; of two that are the same the first one stays. */
const holds = (whole: string, piece: string, isBefore: boolean): boolean =>
  whole === piece ? isBefore : whole.includes(piece)

/** The part of Chromium's Launch Handler and File Handling APIs that is used. */
interface LaunchParameters {
  readonly targetURL?: string | null
  readonly files?: readonly { getFile(): Promise<File> }[]
}

export interface LaunchQueue {
  setConsumer(consumer: (parameters: LaunchParameters) => void): void
}

interface LaunchHandlers {
  readonly onLaunch: (launch: Launch) => void
  readonly onFiles: (files: readonly File[]) => void
}

/**
 * Hands on what reaches a window of the installed app that is open already. `openedBy`, the address that this
 * page was opened with, has been read by then: the browser tells of it again.
 */
export function consumeLaunches(
  queue: LaunchQueue | undefined,
  openedBy: string,
  { onLaunch, onFiles }: LaunchHandlers,
): void {
  let isFirst = true
  queue?.setConsumer(({ targetURL, files = [] }) => {
    const isKnown = isFirst && targetURL === openedBy
    isFirst = false
    const launch = isKnown || !targetURL ? undefined : readLaunch(targetURL)
    if (launch !== undefined) onLaunch(launch)
    if (files.length > 0) void readFiles(files).then(onFiles)
  })
}

/** A file that cannot be read any more is left out. */
async function readFiles(handles: readonly { getFile(): Promise<File> }[]): Promise<File[]> {
  const read = await Promise.allSettled(handles.map((handle) => handle.getFile()))
  return read.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
}
