import type { SourceDeps } from '../../../../src/engine/source/fetchSmall.ts'

export interface FakeHost {
  /** What lies at each address; a number is a status. */
  readonly filesByUrl: Map<string, ArrayBuffer | object | number>
  readonly asked: string[]
  isOnline: boolean
  readonly deps: SourceDeps
}

export const base = 'https://ponder.example/app/'

/** Hosts in memory, reached as a page reaches them. */
export function createFakeHost(): FakeHost {
  const filesByUrl = new Map<string, ArrayBuffer | object | number>()
  const asked: string[] = []
  const host: FakeHost = {
    filesByUrl,
    asked,
    isOnline: true,
    deps: {
      fetch(url, { signal }) {
        asked.push(url)
        signal?.throwIfAborted()
        if (!host.isOnline) return Promise.reject(new TypeError('Failed to fetch'))
        const file = filesByUrl.get(url)
        if (typeof file === 'number' || file === undefined)
          return Promise.resolve(new Response('no', { status: file ?? 404 }))
        const body = file instanceof ArrayBuffer ? file : JSON.stringify(file)
        return Promise.resolve(new Response(body))
      },
      isOnline: () => host.isOnline,
      findBlockedHost: (url) =>
        url.startsWith('https://blocked.example/') ? 'That host is not allowed.' : undefined,
      base,
    },
  }
  return host
}

export const bytesOf = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer
