/** The little of WebGPU that is watched; TypeScript's worker library does not have it yet. */
interface Device {
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>
}

interface AdapterClass {
  readonly prototype: { requestDevice: (...parameters: unknown[]) => Promise<Device> }
}

/**
 * Tells when a device that WebLLM made is lost. WebLLM itself only logs a loss after loading, and leaves a
 * running reply waiting for ever.
 */
export function watchDevice(onLost: (detail: string) => void): void {
  const adapter = (globalThis as { GPUAdapter?: AdapterClass }).GPUAdapter
  if (adapter === undefined) return
  const { requestDevice } = adapter.prototype
  adapter.prototype.requestDevice = async function watched(...parameters) {
    const device = await requestDevice.apply(this, parameters)
    void reportLoss(device, onLost)
    return device
  }
}

async function reportLoss(device: Device, onLost: (detail: string) => void): Promise<void> {
  const { reason, message } = await device.lost
  // Unloading a model destroys its device on purpose.
  if (reason !== 'destroyed') onLost(`${reason}: ${message}`)
}
