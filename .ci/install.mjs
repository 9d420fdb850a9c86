import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

import { installedChromium } from './chromium.mjs'
import { root, runCommand } from './command.mjs'

/**
 * Programs that the tests need from the system, and the Debian package that brings each.
 * `isPresent` looks on the disk only, so that asking costs nothing.
 */
const systemPrograms = [
  {
    name: 'Chromium',
    debianPackage: 'chromium',
    why: 'the browser that every page test runs in, with WebGPU in software',
    isPresent: () => installedChromium() !== undefined,
  },
  {
    name: 'Emscripten',
    debianPackage: 'emscripten',
    why: 'the compiler that links a model library to WebAssembly',
    isPresent: () => isOnPath('emcc'),
  },
  {
    name: "Python 3's venv",
    debianPackage: 'python3-venv',
    why: 'the place for the packages of model/, apart from the system',
    isPresent: () => isOnPath('python3') && ensurepipIsPresent(),
  },
]

/**
 * Installs the npm packages of the lock file unless exactly those are there.
 * @returns {Promise<boolean>} whether they are there now
 */
export async function installPackages() {
  if (packagesMatchLock()) return true
  console.log(
    'Installing the npm packages named in package-lock.json into node_modules/: the build tools, the test\n' +
      'tools and the libraries of the app. Nothing is installed outside this folder, and no browser.',
  )
  return (await runCommand(['npm', 'ci', '--no-audit', '--no-fund'])) === 0
}

/**
 * Installs what the tests need from the system, by apt where that is possible.
 * @returns {Promise<boolean>} whether all of it is there now
 */
export async function installSystemPrograms() {
  const missing = systemPrograms.filter((program) => !program.isPresent())
  if (missing.length === 0) return true
  for (const { name, why } of missing) console.log(`Missing: ${name}, ${why}.`)

  const install = `apt-get install --yes --no-install-recommends ${missing.map((program) => program.debianPackage).join(' ')}`
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
    console.log(`Only root on a Debian system can install these from here. There: ${install}`)
    return false
  }
  console.log(`Installing: ${install}`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await runCommand(['apt-get', 'update', '--quiet'], { env })
  await runCommand(['apt-get', ...install.split(' ').slice(1), '--quiet'], { env })
  return missing.every((program) => program.isPresent())
}

/** Whether node_modules holds the versions of the lock file: npm notes there what it has installed. */
function packagesMatchLock() {
  try {
    const wanted = readPackages('package-lock.json')
    const installed = readPackages('node_modules/.package-lock.json')
    return Object.entries(wanted).every(
      ([path, { version, optional }]) =>
        path === '' || optional === true || installed[path]?.version === version,
    )
  } catch {
    return false
  }
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>} by path, such as `node_modules/vite`
 */
const readPackages = (file) => JSON.parse(readFileSync(root + file, 'utf8')).packages

/** @param {string} program */
function isOnPath(program) {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .some((folder) => existsSync(join(folder, program)))
}

/** Debian splits ensurepip off into python3-venv; without it `python3 -m venv` makes no pip. */
function ensurepipIsPresent() {
  const folders = ['/usr/lib', '/usr/local/lib', '/opt/homebrew/lib']
  const versions = Array.from({ length: 10 }, (_, minor) => `python3.${minor + 10}`)
  return folders.some((folder) =>
    versions.some((version) => existsSync(join(folder, version, 'ensurepip'))),
  )
}
