import { existsSync } from 'node:fs'

/** Places where a system's own Chromium lives; no browser is ever downloaded. */
const knownPaths = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The browser that every test and benchmark runs in. Throws when none is installed. */
export function findChromium(): string {
  const path = knownPaths.find((candidate) => candidate !== undefined && existsSync(candidate))
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

/** For the screens of a device that has no WebGPU at all. */
export const chromiumFlagsWithoutWebGpu: string[] = [...quietFlags, '--disable-features=WebGPU']
