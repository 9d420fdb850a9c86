/** One file of the app as it was built. */
export interface ReleaseFile {
  /** From the app's own address. */
  readonly path: string
  readonly bytes: number
  /** Hexadecimal. */
  readonly sha256: string
}

/** Everything that one build of the app can ask for: what the service worker keeps. */
export interface Release {
  /** Made from the hashes of its files: the same files, the same version. */
  readonly version: string
  readonly files: readonly ReleaseFile[]
}

/** The file that is asked for by the app's own address. */
export const pageFile = 'index.html'

/** The `content` of `<meta name="version">` before the build has written the release's there. */
export const unbuilt = 'unbuilt'

/** The address of a file. The page has the folder's, since some hosts send `index.html` elsewhere. */
export const addressOf = (path: string, scope: string): string =>
  path === pageFile ? scope : new URL(path, scope).href

/** The path of an address in the app, or undefined for one outside it. What stands behind `?` is left out. */
export function pathOf(address: string, scope: string): string | undefined {
  const { origin, pathname } = new URL(address)
  const { origin: ownOrigin, pathname: folder } = new URL(scope)
  if (origin !== ownOrigin || !pathname.startsWith(folder)) return undefined
  return pathname.slice(folder.length) || pageFile
}

/** Whether a path is named by what is in it, so that what it leads to never changes. */
export const isFixed = (path: string): boolean =>
  path.startsWith('assets/') || path.includes('/resolve/')

/** Caches and locks of one address: another Ponder beside it on the same host has its own. */
const nameStart = (scope: string): string => `ponder/app${new URL(scope).pathname}@`

/** The cache of one release. Also the name of the lock that each tab running the release holds. */
export const releaseName = (scope: string, version: string): string => nameStart(scope) + version

/** Whether a cache or a lock is that of a release of this app. */
export const isReleaseName = (scope: string, name: string): boolean =>
  name.startsWith(nameStart(scope))
