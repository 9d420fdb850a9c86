import type { DownloadDeps } from './downloadDeps.ts'
import type { ModelFile } from './modelFiles.ts'
import type { PartStore } from './partStore.ts'

/** How one request for a file ended; whatever came is in the part store either way. */
export type Attempt =
  | { readonly result: 'whole' }
  | { readonly result: 'lost'; readonly detail: string; readonly waitMs?: number }
  | { readonly result: 'refused' | 'wrong'; readonly detail: string }

export interface FetchRequest {
  readonly file: ModelFile
  readonly parts: PartStore
  readonly deps: DownloadDeps
  readonly signal: AbortSignal
  /** Told how much of the file there is, as it comes; less than before if it starts again. */
  readonly onPosition: (bytes: number) => void
}

/** Fetches what is still missing of a file. A stop by `signal` is a loss like another. */
export async function fetchRest(request: FetchRequest): Promise<Attempt> {
  const { file, parts, deps, signal } = request
  const held = await parts.held(file)
  if (held.bytes === file.bytes) return { result: 'whole' }
  const silence = new AbortController()
  const listen = (): (() => void) => deps.after(deps.limits.silenceMs, () => silence.abort())
  let stopListening = listen()
  try {
    const response = await deps.fetch(file.url, {
      headers: rangeHeaders(file, held, deps.origin),
      // It is kept under WebLLM's key; a second copy in the HTTP cache would take the same room again.
      cache: 'no-store',
      signal: AbortSignal.any([signal, silence.signal]),
    })
    const continues = held.bytes > 0 && response.status === 206 && startsAt(response, held.bytes)
    if (!continues && held.bytes > 0 && (response.ok || response.status === 416)) {
      await parts.clear(file)
      request.onPosition(0)
    }
    if (response.status !== 200 && !continues) {
      await response.body?.cancel()
      return describeRefusal(file, response)
    }
    return await keepBody(request, response, continues ? held.bytes : 0, () => {
      stopListening()
      stopListening = listen()
    })
  } catch (thrown) {
    if (isQuotaError(thrown)) throw thrown
    return { result: 'lost', detail: `${file.name}: ${String(thrown)}` }
  } finally {
    stopListening()
  }
}

async function keepBody(
  { file, parts, deps, onPosition }: FetchRequest,
  response: Response,
  start: number,
  onChunk: () => void,
): Promise<Attempt> {
  const etag = response.headers.get('etag') ?? undefined
  let chunks: Uint8Array<ArrayBuffer>[] = []
  let keptTo = start
  let position = start
  const keep = async (): Promise<void> => {
    if (position === keptTo) return
    const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer())
    await parts.append(file, keptTo, bytes, etag)
    chunks = []
    keptTo = position
  }
  const body: AsyncIterable<Uint8Array<ArrayBuffer>> = readBody(response)
  let isTooLong = false
  try {
    for await (const chunk of body) {
      onChunk()
      isTooLong = position + chunk.length > file.bytes
      if (isTooLong) break
      chunks.push(chunk)
      position += chunk.length
      onPosition(position)
      if (position - keptTo >= deps.limits.pieceBytes) await keep()
    }
  } finally {
    await keep()
  }
  if (isTooLong) return { result: 'wrong', detail: `${file.name}: longer than ${file.bytes} bytes` }
  if (position === file.bytes) return { result: 'whole' }
  const detail = `${file.name}: ended after ${position} of ${file.bytes} bytes`
  // An end where the server said it would be is no lost connection: its file is another one.
  const announced = response.headers.get('content-length')
  return { result: Number(announced ?? -1) === position - start ? 'wrong' : 'lost', detail }
}

/** Not `for await` over the body itself: Safari's streams cannot be iterated. */
async function* readBody(response: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader()
  try {
    for (;;) {
      const next = await reader?.read()
      if (next?.value === undefined) return
      yield next.value
    }
  } finally {
    await reader?.cancel().catch(() => undefined)
  }
}

function rangeHeaders(
  file: ModelFile,
  held: { readonly bytes: number; readonly etag: string | undefined },
  origin: string,
): Record<string, string> {
  if (held.bytes === 0) return {}
  const range = { Range: `bytes=${held.bytes}-` }
  // Another origin would have to allow If-Range in a preflight; without it the hash finds a mixed file.
  // A weak ETag may not stand in If-Range at all (RFC 9110, 13.1.5).
  const mayName = new URL(file.url).origin === origin && held.etag?.startsWith('"') === true
  return mayName && held.etag !== undefined ? { ...range, 'If-Range': held.etag } : range
}

/** Other origins may hide Content-Range; what it says counts where it can be read. */
function startsAt(response: Response, start: number): boolean {
  const range = response.headers.get('content-range')
  return range === null || range.startsWith(`bytes ${start}-`)
}

function describeRefusal(file: ModelFile, { status, headers }: Response): Attempt {
  const detail = `${file.name}: HTTP ${status}`
  const passes = status >= 500 || [206, 408, 416, 425, 429].includes(status)
  if (!passes) return { result: 'refused', detail }
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return { result: 'lost', detail, ...(seconds > 0 ? { waitMs: seconds * 1000 } : {}) }
}

export const isQuotaError = (thrown: unknown): boolean =>
  thrown instanceof Error && thrown.name === 'QuotaExceededError'
