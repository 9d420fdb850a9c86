import type { ServerResponse } from 'node:http'

import type { Fault } from './fault.ts'

interface Sending {
  /** How the line ends before the body does, if it does. */
  readonly end: (Fault & { readonly kind: 'cut' | 'silent' }) | undefined
  readonly bytesPerSecond: () => number
  readonly lingerMs: number
  readonly onSent: (bytes: number) => void
}

/** Small beside a file, so that a slow line moves often. */
const stepBytes = 32 * 1024

/** Writes a body at the speed of the line, up to where the fault has it end. */
export async function sendBody(
  response: ServerResponse,
  body: Uint8Array,
  { end, bytesPerSecond, lingerMs, onSent }: Sending,
): Promise<void> {
  const length = Math.min(end?.after ?? body.length, body.length)
  for (let at = 0; at < length && !response.destroyed;) {
    const next = Math.min(at + stepBytes, length)
    await write(response, body.subarray(at, next))
    onSent(next - at)
    at = next
    if (bytesPerSecond() > 0) await sleep(Math.ceil((1000 * stepBytes) / bytesPerSecond()))
  }
  if (end === undefined) response.end()
  if (end?.kind !== 'cut') return
  response.flushHeaders()
  await sleep(lingerMs)
  response.destroy()
}

const write = (response: ServerResponse, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve) => {
    response.write(bytes, () => resolve())
  })

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
