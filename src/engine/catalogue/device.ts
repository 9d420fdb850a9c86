import type { GpuFacts } from '../gpuSupport.ts'

/**
 * What is known of memory. WebGPU tells nobody how much a graphics card has, so it is measured, told by a
 * person, or guessed at from the device's own memory.
 */
export type MemoryFacts =
  | { readonly kind: 'unknown' }
  /** Memory that graphics may use: a card's own. */
  | { readonly kind: 'graphics'; readonly bytes: number }
  /** `navigator.deviceMemory`: rounded, and 8 GiB may mean any amount above. */
  | { readonly kind: 'system'; readonly bytes: number }

/** What trials of the graphics memory showed, in bytes: so much could be had at once, and so much could not. */
export interface TrialFacts {
  readonly atLeast: number
  readonly tooMuch?: number | undefined
}

/** `navigator.storage.estimate()`, or undefined where the browser does not say. */
export interface StorageFacts {
  readonly quota: number
  readonly usage: number
}

export interface DeviceFacts {
  readonly gpu: GpuFacts
  readonly memory: MemoryFacts
  readonly trial?: TrialFacts | undefined
  readonly isPhone: boolean
  readonly storage?: StorageFacts | undefined
}

/** Up to `comfortable` a model runs; above `most` it cannot, or nobody knows when that is undefined. */
export interface MemoryRoom {
  readonly comfortable: number
  readonly most?: number | undefined
}

const gibibyte = 2 ** 30

/** A trial is believed over a guess, and says nothing of what is larger than what it took. */
export function memoryRoom(device: DeviceFacts): MemoryRoom {
  const guess = guessRoom(device)
  const { trial } = device
  if (trial === undefined) return guess
  const ends = [guess.most, trial.tooMuch].filter((bytes) => bytes !== undefined)
  const most = ends.length === 0 ? undefined : Math.max(trial.atLeast, Math.min(...ends))
  const comfortable = Math.max(guess.comfortable, trial.atLeast)
  return { comfortable: Math.min(comfortable, most ?? comfortable), most }
}

function guessRoom({ memory, isPhone }: DeviceFacts): MemoryRoom {
  // The screen and other programs hold some of every card.
  if (memory.kind === 'graphics')
    return { comfortable: memory.bytes * 0.8, most: memory.bytes * 0.95 }
  // One memory for everything, and a tab is ended well before it is full. iOS ends one at 1.5 GB
  // (web-llm#753), which is also what to expect of a phone that does not say.
  if (isPhone) {
    const half = memory.kind === 'system' ? memory.bytes / 2 : 1.5 * gibibyte
    return { comfortable: half / 2, most: half }
  }
  if (memory.kind === 'system') return { comfortable: memory.bytes / 4 }
  return { comfortable: gibibyte / 2 }
}

type Adapter = Extract<GpuFacts, { kind: 'adapter' }>

/**
 * The largest buffer that WebLLM 0.2.86 will have. It asks for 1 GiB, and where an adapter has less for the
 * smallest sizes of the standard, however close the adapter comes.
 */
export function usableBuffer(adapter: Adapter): number {
  const buffer = adapter.maxBufferSize >= gibibyte ? gibibyte : 2 ** 28
  const binding = adapter.maxStorageBufferBindingSize >= gibibyte ? gibibyte : 2 ** 27
  return Math.min(buffer, binding)
}

/** What WebLLM 0.2.86 asks of every device, in the units of WebGPU. */
export const leastLimits = [
  { limit: 'maxComputeWorkgroupStorageSize', least: 32 * 1024, words: 'workgroup memory' },
  { limit: 'maxStorageBuffersPerShaderStage', least: 10, words: 'storage buffers a shader' },
  { limit: 'maxBufferSize', least: 2 ** 28, words: 'buffer size' },
  { limit: 'maxStorageBufferBindingSize', least: 2 ** 27, words: 'buffer binding size' },
] as const

/** Whether WebLLM 0.2.86 can start on the adapter at all. */
export const canStart = (adapter: Adapter): boolean =>
  leastLimits.every(({ limit, least }) => adapter[limit] >= least)
