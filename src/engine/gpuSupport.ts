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
