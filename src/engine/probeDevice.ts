import type { DeviceFacts, MemoryFacts, StorageFacts } from './catalogue/device.ts'
import { probeGpu } from './gpuSupport.ts'

/** What is asked of the browser; each may be missing. */
export interface BrowserFacts {
  readonly gpu?: unknown
  /** GiB, rounded and capped (Device Memory API). */
  readonly deviceMemory?: unknown
  readonly userAgent?: string
  readonly userAgentData?: { readonly mobile?: boolean } | undefined
  readonly maxTouchPoints?: number
  readonly storage?: { estimate(): Promise<{ quota?: number; usage?: number }> } | undefined
}

/** Asks the browser for everything that the verdict of a model is made of. */
export async function probeDevice(browser: BrowserFacts): Promise<DeviceFacts> {
  const [gpu, storage] = await Promise.all([probeGpu(browser), probeStorage(browser)])
  return { gpu, memory: memoryFacts(browser), isPhone: isPhone(browser), storage }
}

function memoryFacts({ deviceMemory }: BrowserFacts): MemoryFacts {
  return typeof deviceMemory === 'number' && deviceMemory > 0
    ? { kind: 'system', bytes: deviceMemory * 2 ** 30 }
    : { kind: 'unknown' }
}

/** Phones and tablets, whose tabs are ended early. An iPad says that it is a Mac, and no Mac has a touch screen. */
function isPhone({ userAgentData, userAgent = '', maxTouchPoints = 0 }: BrowserFacts): boolean {
  if (userAgentData?.mobile === true) return true
  return (
    /Android|iPhone|iPad|Mobile/.test(userAgent) ||
    (/Macintosh/.test(userAgent) && maxTouchPoints > 1)
  )
}

async function probeStorage({ storage }: BrowserFacts): Promise<StorageFacts | undefined> {
  const estimate = await storage?.estimate().catch(() => undefined)
  const { quota, usage } = estimate ?? {}
  return quota === undefined || usage === undefined ? undefined : { quota, usage }
}
