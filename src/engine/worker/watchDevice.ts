/** The little of WebGPU that is watched; TypeScript's worker library does not have it yet. */
interface Device {
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>
  popErrorScope: () => Promise<GpuError | null>
}

interface GpuError {
  readonly message: string
}

interface AdapterClass {
  readonly prototype: { requestDevice: (...parameters: unknown[]) => Promise<Device> }
}

export type OnLost = (kind: 'device-lost' | 'out-of-memory', detail: string) => void

/**
 * Tells when a device that WebLLM made is lost, or has no memory for a buffer. WebLLM itself only logs a
 * loss after loading and leaves a running reply waiting for ever; and where a buffer cannot be had it
 * destroys the device on purpose, which from outside looks like an unload.
 */
export function watchDevice(onLost: OnLost): void {
  const adapter = (globalThis as { GPUAdapter?: AdapterClass }).GPUAdapter
  if (adapter === undefined) return
  const { requestDevice } = adapter.prototype
  adapter.prototype.requestDevice = async function watched(...parameters) {
    const device = await requestDevice.apply(this, parameters)
    void reportLoss(device, onLost)
    reportShortage(device, onLost)
    return device
  }
}

async function reportLoss(device: Device, onLost: OnLost): Promise<void> {
  const { reason, message } = await device.lost
  // Unloading a model destroys its device on purpose.
  if (reason !== 'destroyed') onLost('device-lost', `${reason}: ${message}`)
}

/** WebLLM creates each buffer inside error scopes; what they catch passes by here. */
function reportShortage(device: Device, onLost: OnLost): void {
  const { popErrorScope } = device
  device.popErrorScope = async () => {
    const error = await popErrorScope.call(device)
    if (error?.constructor.name === 'GPUOutOfMemoryError') onLost('out-of-memory', error.message)
    return error
  }
}
