import { hashBytes } from '../download/hashBytes.ts'
import { cacheOf, type ModelFile } from '../download/modelFiles.ts'
import { ListingFailed } from './listing.ts'

export interface SourceDeps {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly isOnline: () => boolean
  /** Why this deployment may not ask an address; undefined when it may. */
  readonly findBlockedHost: (url: string) => string | undefined
  /** The page's own address. */
  readonly base: string
}

/** A list, a config or a tokenizer is small; what is longer is something else. */
const longest = 64 * 2 ** 20

/** Fetches a small file whole; undefined when it is not there. Every other failure is a ListingFailed. */
export async function fetchSmall(
  deps: SourceDeps,
  url: string,
  signal: AbortSignal,
): Promise<ArrayBuffer | undefined> {
  const blocked = deps.findBlockedHost(url)
  if (blocked !== undefined) throw new ListingFailed('blocked-host', blocked)
  let response: Response
  try {
    response = await deps.fetch(url, { signal })
    if (response.status === 404 || response.status === 410) return undefined
    if (!response.ok) throw new ListingFailed('network', `HTTP ${response.status} for ${url}.`)
    const bytes = await response.arrayBuffer()
    if (bytes.byteLength <= longest) return bytes
  } catch (thrown) {
    if (thrown instanceof ListingFailed) throw thrown
    signal.throwIfAborted()
    throw new ListingFailed(deps.isOnline() ? 'network' : 'offline', `${url}: ${String(thrown)}`)
  }
  throw new ListingFailed('unusable-model', `${url} is far too long for what it should be.`)
}

export async function fetchJson(
  deps: SourceDeps,
  url: string,
  signal: AbortSignal,
): Promise<unknown> {
  const bytes = await fetchSmall(deps, url, signal)
  return bytes === undefined ? undefined : parseJson(url, bytes)
}

export function parseJson(url: string, bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw new ListingFailed('unusable-model', `${url} is not JSON.`)
  }
}

/** A file that nobody states a hash of: it is fetched once to be measured, and kept to from then on. */
export async function measureFile(url: string, bytes: ArrayBuffer): Promise<ModelFile> {
  const name = new URL(url).pathname.split('/').at(-1) ?? ''
  const hash = { kind: 'sha256', hex: await hashBytes(bytes) } as const
  return { name, url, cache: cacheOf(name), bytes: bytes.byteLength, hash }
}
