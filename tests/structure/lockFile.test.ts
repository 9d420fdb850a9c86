import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

interface LockedPackage {
  version?: string
  integrity?: string
  resolved?: string
  optionalDependencies?: Record<string, string>
}

const lockFile = new URL('../../package-lock.json', import.meta.url)
const { packages } = JSON.parse(readFileSync(lockFile, 'utf8')) as {
  packages: Record<string, LockedPackage>
}
const installed = Object.entries(packages).filter(([path]) => path !== '')

test('every package is locked to one version and one hash', () => {
  expect(installed.length).toBeGreaterThan(0)
  const loose = installed.filter(([, locked]) => !locked.version || !locked.integrity)
  expect(loose.map(([path]) => path)).toEqual([])
})

test('no package is locked to the address of one registry', () => {
  const bound = installed.filter(([, locked]) => locked.resolved !== undefined)
  expect(bound.map(([path]) => path)).toEqual([])
})

// `npm ci` refuses a lock file that leaves out the binary of another platform, on every platform.
test('the binaries of every platform are locked', () => {
  const missing = installed.flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) =>
        packages[`node_modules/${name}`] === undefined &&
        packages[`${path}/node_modules/${name}`] === undefined,
    ),
  )
  expect(missing).toEqual([])
})
