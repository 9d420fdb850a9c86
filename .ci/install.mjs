import { existsSync, readFileSync } from 'node:fs'

import { installedChromium } from './chromium.mjs'
import { root, runCommand } from './command.mjs'

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
 * Installs the browser that every page test runs in, by apt where that is possible.
 * @returns {Promise<boolean>} whether one is there now
 */
export async function installChromium() {
  if (installedChromium() !== undefined) return true
  const install = 'apt-get install --yes --no-install-recommends chromium'
  console.log('Chromium is missing: every page test runs in it, with WebGPU computed in software.')
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.log(`Only root on a Debian system can install it from here. There: ${install}`)
    return false
  }
  console.log(`Installing it: ${install}`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await runCommand(['apt-get', 'update', '--quiet'], { env })
  await runCommand(['apt-get', ...install.split(' ').slice(1), '--quiet'], { env })
  return installedChromium() !== undefined
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
