import type { DeviceFacts } from '../../../../src/engine/catalogue/device.ts'
import type { GpuFacts } from '../../../../src/engine/gpuSupport.ts'

const gibibyte = 2 ** 30

const adapter = {
  kind: 'adapter',
  maxBufferSize: 4 * gibibyte,
  maxStorageBufferBindingSize: 2 * gibibyte,
  maxComputeWorkgroupStorageSize: 32 * 1024,
  maxStorageBuffersPerShaderStage: 10,
  hasF16: true,
} as const satisfies GpuFacts

const storage = { quota: 100e9, usage: 0 }

const withoutWebGpu: DeviceFacts = {
  gpu: { kind: 'no-webgpu' },
  memory: { kind: 'unknown' },
  isPhone: false,
  storage,
}
const withCard = (gibibytes: number): DeviceFacts => ({
  gpu: adapter,
  memory: { kind: 'graphics', bytes: gibibytes * gibibyte },
  isPhone: false,
  storage,
})

/** The devices that the tables of these tests ask about. */
export const devices = {
  withoutWebGpu,
  phone: {
    gpu: { ...adapter, maxBufferSize: gibibyte, maxStorageBufferBindingSize: gibibyte },
    memory: { kind: 'system', bytes: 4 * gibibyte },
    isPhone: true,
    storage: { quota: 20e9, usage: 0 },
  },
  swiftShader: {
    gpu: {
      ...adapter,
      maxBufferSize: gibibyte,
      maxStorageBufferBindingSize: gibibyte,
      hasF16: false,
    },
    memory: { kind: 'system', bytes: 8 * gibibyte },
    isPhone: false,
    storage,
  },
  laptop8: withCard(8),
  card24: withCard(24),
} as const satisfies Record<string, DeviceFacts>
