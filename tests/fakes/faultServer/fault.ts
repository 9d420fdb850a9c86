import * as v from 'valibot'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** What goes wrong with one request for a file; `none` means that all goes well. */
export const faultSchema = v.variant('kind', [
  v.object({
    kind: v.literal('status'),
    status: count,
    /** Seconds, sent as Retry-After. */
    retryAfter: v.optional(count),
  }),
  /** The connection breaks after so many bytes of what was asked for. */
  v.object({ kind: v.literal('cut'), after: count }),
  /** Sends so many bytes, then nothing, and keeps the line open. */
  v.object({ kind: v.literal('silent'), after: count }),
  v.object({
    /** `wrong`: every byte altered. `whole`: a Range is not obeyed. `redirect`: to another port. */
    kind: v.picklist(['wrong', 'short', 'long', 'whole', 'redirect', 'none']),
  }),
])

export type Fault = v.InferOutput<typeof faultSchema>

/** What `POST /control` takes: every part of it changes the server from then on. */
export const controlSchema = v.object({
  /** By file name; one is taken from the front for each request. */
  faults: v.optional(v.record(v.string(), v.array(faultSchema))),
  allowsRange: v.optional(v.boolean()),
  /** Every line breaks and no new one is served, as when the network is gone. */
  isDown: v.optional(v.boolean()),
  /** Of each connection; 0 for as fast as it goes. */
  bytesPerSecond: v.optional(count),
  /**
   * Milliseconds between the last byte and a cut. A browser drops what it has not handed on to the page when
   * a line breaks, so a test that counts bytes gives a busy page time to take them.
   */
  lingerMs: v.optional(count),
  /** So many of the next requests for more than 64 KiB are cut at a place drawn by chance. */
  randomCuts: v.optional(count),
})

export type Control = v.InferOutput<typeof controlSchema>

/** The bytes that a fault makes of a file's. */
export function alter(bytes: Uint8Array<ArrayBuffer>, fault: Fault): Uint8Array<ArrayBuffer> {
  if (fault.kind === 'wrong') return bytes.map((byte) => byte ^ 1)
  if (fault.kind === 'short') return bytes.slice(0, -1)
  return fault.kind === 'long' ? new Uint8Array([...bytes, 0]) : bytes
}
