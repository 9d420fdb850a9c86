import type { Release, ReleaseFile } from '../../../src/pwa/release.ts'
import { hexDigest } from '../../../src/lib/hexDigest.ts'
import type { ServiceWorkerDeps } from '../../../src/pwa/worker/releaseStore.ts'

const scope = 'https://host.example/ponder/'

/** A host that serves one text a path, and the caches of one browser. */
export interface Host {
  readonly texts: Map<string, string>
  /** Paths that were asked for, with the browser's cache passed by or not. */
  readonly asked: string[]
  /** What the browser remembers of a path, if it is not what the host has now. */
  readonly remembered: Map<string, string>
  readonly headers: Record<string, string>
}

export const createHost = (texts: Record<string, string>): Host => ({
  texts: new Map(Object.entries(texts)),
  asked: [],
  remembered: new Map(),
  headers: { 'content-type': 'text/plain', 'content-encoding': 'gzip' },
})

export async function releaseOf(version: string, texts: Record<string, string>): Promise<Release> {
  const files = Object.entries(texts).map(async ([path, text]): Promise<ReleaseFile> => {
    const bytes = new TextEncoder().encode(text)
    return { path, bytes: bytes.length, sha256: await hexDigest('SHA-256', bytes.buffer) }
  })
  return { version, files: await Promise.all(files) }
}

export const createDeps = (
  release: Release,
  host: Host,
  caches: ServiceWorkerDeps['caches'],
): ServiceWorkerDeps => ({
  release,
  scope,
  caches,
  headers: { 'Cross-Origin-Opener-Policy': 'same-origin' },
  async fetch(address, { cache }) {
    const path = address === scope ? 'index.html' : address.slice(scope.length)
    host.asked.push(`${path} ${cache}`)
    const known = cache === 'default' ? host.remembered.get(path) : undefined
    const text = known ?? host.texts.get(path)
    return text === undefined
      ? new Response('', { status: 404 })
      : new Response(text, { headers: host.headers })
  },
})

export interface MemoryCaches {
  open(name: string): Promise<Cache>
  keys(): Promise<string[]>
  delete(name: string): Promise<boolean>
}

/** Cache storage in memory, with only what the service worker uses of it. */
export function createMemoryCaches(): MemoryCaches {
  const byName = new Map<string, Map<string, Response>>()
  return {
    keys: async () => [...byName.keys()],
    delete: async (name) => byName.delete(name),
    async open(name) {
      const entries = byName.get(name) ?? new Map<string, Response>()
      byName.set(name, entries)
      const cache = {
        match: async (address: string) => entries.get(address)?.clone(),
        put: async (address: string, response: Response) => void entries.set(address, response),
        delete: async (address: string) => entries.delete(address),
      }
      return cache as unknown as Cache
    },
  }
}
