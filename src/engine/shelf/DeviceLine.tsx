import type { ReactNode } from 'react'

import { formatBytes } from '../../lib/formatAmount.ts'
import { type DeviceFacts, memoryRoom, usableBuffer } from '../catalogue/device.ts'
import styles from './ModelsDialog.module.css'

/** What the verdicts below are made of. */
export function DeviceLine({ device }: { readonly device: DeviceFacts | null }): ReactNode {
  return (
    <p className={styles.note}>
      {device === null ? 'Looking at this device…' : describeDevice(device)}
    </p>
  )
}

function describeDevice(device: DeviceFacts): string {
  const { gpu } = device
  if (gpu.kind === 'no-webgpu')
    return 'This browser has no WebGPU, so no model can run in it. Files of models can be kept, exported and deleted all the same.'
  if (gpu.kind === 'no-adapter')
    return 'The browser found no graphics adapter, so no model can run here. Files of models can be kept, exported and deleted all the same.'
  const { comfortable, most } = memoryRoom(device)
  const memory =
    most === undefined
      ? `The browser does not say how much graphics memory there is; up to ${formatBytes(comfortable)} is sure to do.`
      : `There is graphics memory for models up to ${formatBytes(most)}.`
  return `This device: WebGPU ${gpu.hasF16 ? 'with' : 'without'} 16-bit arithmetic, buffers up to ${formatBytes(usableBuffer(gpu))}. ${memory}`
}
