import type { EngineError } from './engine.ts'
import type { ModelRecord } from './models.ts'

/** What WebGPU says of this device. */
export type GpuFacts =
  | { readonly kind: 'no-webgpu' }
  | { readonly kind: 'no-adapter' }
  | {
      readonly kind: 'adapter'
      readonly maxBufferSize: number
      readonly maxStorageBufferBindingSize: number
      readonly maxComputeWorkgroupStorageSize: number
      readonly maxStorageBuffersPerShaderStage: number
      readonly hasF16: boolean
    }

interface Adapter {
  readonly limits: {
    readonly maxBufferSize: number
    readonly maxStorageBufferBindingSize: number
    readonly maxComputeWorkgroupStorageSize: number
    readonly maxStorageBuffersPerShaderStage: number
  }
  readonly features: { has(feature: string): boolean }
}

interface Gpu {
  requestAdapter(options?: object): Promise<Adapter | null>
}

/** Ask the browser. We probe ourselves: WebLLM's own probes each make a device and leak it. */
export async function probeGpu(navigator: { readonly gpu?: unknown }): Promise<GpuFacts> {
  const gpu = navigator.gpu as Gpu | undefined
  if (gpu === undefined) return { kind: 'no-webgpu' }
  const adapter = await gpu
    .requestAdapter({ powerPreference: 'high-performance' })
    .catch(() => null)
  if (adapter === null) return { kind: 'no-adapter' }
  const { limits, features } = adapter
  return {
    kind: 'adapter',
    maxBufferSize: limits.maxBufferSize,
    maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
    maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
    maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
    hasF16: features.has('shader-f16'),
  }
}

/** What WebLLM 0.2.86 asks of every device. */
const workgroupStorage = 32 * 1024
const storageBuffers = 10

/** Why this device cannot run the model; undefined when nothing speaks against it. */
export function findObstacle(facts: GpuFacts, record: ModelRecord): EngineError | undefined {
  if (facts.kind === 'no-webgpu') return { kind: 'no-webgpu', detail: 'navigator.gpu is missing.' }
  if (facts.kind === 'no-adapter')
    return { kind: 'no-webgpu', detail: 'The browser found no graphics adapter.' }
  const shortages = [
    ['workgroup memory', facts.maxComputeWorkgroupStorageSize, workgroupStorage],
    ['storage buffers a shader', facts.maxStorageBuffersPerShaderStage, storageBuffers],
    ['buffer size', facts.maxBufferSize, record.largestBuffer],
    ['buffer binding size', facts.maxStorageBufferBindingSize, record.largestBuffer],
  ] as const
  const shortage = shortages.find(([, has, needs]) => has < needs)
  if (shortage === undefined) return undefined
  const [what, has, needs] = shortage
  return {
    kind: 'buffer-too-small',
    detail: `Its graphics adapter offers ${has} as ${what}; the model needs ${needs}.`,
  }
}
