import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { runForJsonLines } from '../jsonLines.ts'

const repository = fileURLToPath(new URL('../../..', import.meta.url))
const root = join(repository, 'model/.cache/lavapipe/root')
const ready = join(repository, 'model/.cache/lavapipe/ready')
const host = join(root, 'opt/host')

/** The first Debian whose lavapipe has what Dawn asks of Vulkan. */
const suite = 'trixie'
const dawn = 'webgpu@0.6.2'
const packages = ['mesa-vulkan-drivers', 'libvulkan1', 'nodejs']

/**
 * Makes a small Debian of its own in `model/.cache/`, with Mesa's Vulkan on the processor and Node: it has
 * 16-bit floats in shaders, which no Chromium without a GPU has. Takes two minutes once, and needs root.
 */
export function setUpLavapipe(): void {
  if (!existsSync(ready)) {
    if (process.getuid?.() !== 0) throw new Error('A Debian of its own can only be made by root.')
    if (spawnSync('debootstrap', ['--version']).error)
      run('apt-get', 'install', '-y', 'debootstrap')
    rmSync(root, { recursive: true, force: true })
    mkdirSync(root, { recursive: true })
    run('debootstrap', '--variant=minbase', suite, root)
    runInside('apt-get', 'install', '-y', '--no-install-recommends', ...packages)
    mkdirSync(host, { recursive: true })
    run('npm', 'install', '--prefix', host, '--ignore-scripts', '--no-audit', '--no-fund', dawn)
    writeFileSync(ready, `${suite} ${dawn}\n`)
  }
  // Copied each time: they may have changed, and the small Debian sees nothing outside itself.
  const webLlm = 'node_modules/@mlc-ai/web-llm'
  cpSync(join(repository, webLlm), join(host, webLlm), { recursive: true })
  cpSync(join(repository, 'tests/webgpu/f16/host.mjs'), join(host, 'host.mjs'))
}

/** Runs `host.mjs` in it; resolves to its JSON lines. */
export const runHost = <Line>(args: readonly string[], input: string): Promise<Line[]> =>
  runForJsonLines(
    [
      ...insideRoot,
      'VK_DRIVER_FILES=/usr/share/vulkan/icd.d/lvp_icd.json',
      'node',
      '/opt/host/host.mjs',
      ...args,
    ],
    input,
  )

// Certificates which Node was told of outside do not lie inside.
const insideRoot = [
  'chroot',
  root,
  'env',
  '--unset=NODE_EXTRA_CA_CERTS',
  'DEBIAN_FRONTEND=noninteractive',
] as const

const runInside = (...command: readonly string[]): void => {
  const [program, ...args] = insideRoot
  run(program, ...args, ...command)
}

function run(program: string, ...args: readonly string[]): void {
  process.stderr.write(`${program} ${args.join(' ')}\n`)
  const { status, error, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (error) throw error
  if (status !== 0) throw new Error(`${program} ended with ${status}.\n${stdout}\n${stderr}`)
}
