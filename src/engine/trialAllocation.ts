/** The little of WebGPU that a trial needs; TypeScript's library does not have it yet. */
interface TrialBuffer {
  destroy(): void
}

interface TrialDevice {
  readonly lost: Promise<unknown>
  readonly queue: {
    submit(commands: readonly unknown[]): void
    onSubmittedWorkDone(): Promise<void>
  }
  pushErrorScope(filter: 'out-of-memory'): void
  popErrorScope(): Promise<object | null>
  createBuffer(descriptor: { size: number; usage: number }): TrialBuffer
  createCommandEncoder(): { clearBuffer(buffer: TrialBuffer): void; finish(): unknown }
  destroy(): void
}

interface TrialAdapter {
  readonly limits: { readonly maxBufferSize: number }
  requestDevice(descriptor: object): Promise<TrialDevice>
}

/** Whether so much graphics memory could be had. */
export type Trial =
  | { readonly kind: 'enough' }
  /** `bytes`: how much there was before the device said no. */
  | { readonly kind: 'not-enough'; readonly bytes: number }
  | { readonly kind: 'unknown'; readonly why: string }

const gibibyte = 2 ** 30
/** GPUBufferUsage.COPY_DST | GPUBufferUsage.STORAGE */
const usage = 0x0008 | 0x0080

/**
 * Takes as much graphics memory as a model needs, writes to all of it and gives it back: the one way to
 * know before a download of gigabytes. Drivers promise memory that they do not have until it is written to.
 * Aborting ends it as unknown, with everything given back.
 */
export async function tryAllocation(
  navigator: { readonly gpu?: unknown },
  bytes: number,
  signal: AbortSignal,
): Promise<Trial> {
  const gpu = navigator.gpu as
    | { requestAdapter(options: object): Promise<TrialAdapter | null> }
    | undefined
  const adapter = await gpu
    ?.requestAdapter({ powerPreference: 'high-performance' })
    .catch(() => null)
  if (adapter === undefined || adapter === null)
    return { kind: 'unknown', why: 'There is no graphics adapter to ask.' }
  const largest = Math.min(gibibyte, adapter.limits.maxBufferSize)
  let device: TrialDevice
  try {
    device = await adapter.requestDevice({ requiredLimits: { maxBufferSize: largest } })
  } catch (thrown) {
    return { kind: 'unknown', why: `The device could not be opened: ${String(thrown)}` }
  }
  // However it ends, nothing more is taken: a driver that hangs may answer long after.
  const over = new AbortController()
  const isLost = device.lost.then(() => lost)
  try {
    const all = takeAll(device, bytes, largest, AbortSignal.any([signal, over.signal]))
    return await Promise.race([isLost, whenStopped(signal, over.signal), all])
  } catch (thrown) {
    return { kind: 'unknown', why: `The trial broke off: ${String(thrown)}` }
  } finally {
    over.abort()
    // With every buffer that it holds.
    device.destroy()
  }
}

/** A driver that does not answer is not waited for by who has had enough. */
const whenStopped = (signal: AbortSignal, over: AbortSignal): Promise<Trial> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(stopped)
    signal.addEventListener('abort', () => resolve(stopped), { signal: over })
  })

const stopped: Trial = { kind: 'unknown', why: 'The trial was stopped.' }

const lost: Trial = { kind: 'unknown', why: 'The graphics device went away during the trial.' }

async function takeAll(
  device: TrialDevice,
  bytes: number,
  largest: number,
  signal: AbortSignal,
): Promise<Trial> {
  const buffers: TrialBuffer[] = []
  try {
    for (let taken = 0; taken < bytes;) {
      if (signal.aborted) return stopped
      // Whole words: clearBuffer takes nothing else.
      const size = Math.ceil(Math.min(largest, bytes - taken) / 4) * 4
      device.pushErrorScope('out-of-memory')
      const buffer = device.createBuffer({ size, usage })
      buffers.push(buffer)
      const encoder = device.createCommandEncoder()
      encoder.clearBuffer(buffer)
      device.queue.submit([encoder.finish()])
      const error = await device.popErrorScope()
      if (error !== null) return { kind: 'not-enough', bytes: taken }
      await device.queue.onSubmittedWorkDone()
      taken += size
    }
    return { kind: 'enough' }
  } finally {
    for (const buffer of buffers) buffer.destroy()
  }
}

/** The trial in words, for a model that needs so much. */
export function describeTrial(trial: Trial, bytes: number): string {
  const needs = gigabytes(bytes)
  switch (trial.kind) {
    case 'enough':
      return `This device gave ${needs} of graphics memory for a moment: the model fits.`
    case 'not-enough':
      return `This device gave ${gigabytes(trial.bytes)} of graphics memory and no more; the model needs ${needs}. Less context or a smaller model may fit, and this one may when other programs, or a model that is loaded, let go of theirs.`
    case 'unknown':
      return `It could not be found out whether ${needs} of graphics memory can be had. ${trial.why}`
  }
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`
