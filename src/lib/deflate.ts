export type Inflated =
  | { readonly kind: 'inflated'; readonly bytes: Uint8Array }
  | { readonly kind: 'too large' }
  | { readonly kind: 'damaged' }

/** Raw deflate (RFC 1951), by the browser's own stream. */
export async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new CompressionStream('deflate-raw')
  const writer = stream.writable.getWriter()
  void writer.write(bytes).then(() => writer.close())
  const { pieces, size } = await readPieces(stream.readable, Infinity)
  return join(pieces, size)
}

/**
 * A byte can stand for a thousand, and a browser inflates what it is handed before it asks whether anybody
 * still reads: so it is handed this much at a time.
 */
const slice = 1024

/** What was deflated, up to so many bytes: a bomb is given up as soon as it passes them. Never throws. */
export async function inflate(
  bytes: Uint8Array<ArrayBuffer>,
  largest: number,
  format: 'deflate-raw' | 'gzip' = 'deflate-raw',
): Promise<Inflated> {
  const stream = new DecompressionStream(format)
  const writer = stream.writable.getWriter()
  const reading = readPieces(stream.readable, largest).catch(() => undefined)
  try {
    for (let at = 0; at < bytes.length; at += slice)
      await writer.write(bytes.subarray(at, at + slice))
    await writer.close()
  } catch {
    // Damaged, or given up by the reader, which knows which.
  }
  const read = await reading
  if (read === undefined) return { kind: 'damaged' }
  if (read.size > largest) return { kind: 'too large' }
  return { kind: 'inflated', bytes: join(read.pieces, read.size) }
}

interface Pieces {
  readonly pieces: readonly Uint8Array[]
  readonly size: number
}

async function readPieces(stream: ReadableStream<Uint8Array>, largest: number): Promise<Pieces> {
  const reader = stream.getReader()
  const pieces: Uint8Array[] = []
  let size = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length
    if (size > largest) {
      await reader.cancel()
      break
    }
    pieces.push(next.value)
  }
  return { pieces, size }
}

function join(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
