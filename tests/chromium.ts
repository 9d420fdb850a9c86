import { installedChromium } from '../.ci/chromium.mjs'

/** The path of the browser that every test and benchmark runs in. Throws when none is installed. */
export function findChromium(): string {
  const path = installedChromium()
  if (path === undefined)
    throw new Error(
      'No Chromium found. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.',
    )
  return path
}

const quietFlags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** WebGPU computed by SwiftShader on the CPU: the real API, the same result on every machine. */
const softwareWebGpuFlags = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
]

export const chromiumFlags: string[] = [...quietFlags, ...softwareWebGpuFlags]

/** A device whose browser knows WebGPU and finds no adapter for it: `requestAdapter()` gives null. */
export const chromiumFlagsWithoutAdapter: string[] = quietFlags
