import { spawnSync } from 'node:child_process'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'

import { root } from './command.mjs'

/**
 * Known weaknesses of the packages that reach a browser, from the registry that npm is set to.
 * @typedef {{ kind: 'clean' } | { kind: 'weak', names: string[] } | { kind: 'not run', why: string }} Audit
 */

/** The exit code of a check that could not be made: neither good nor bad. */
export const notRun = 77

/** Longer than this no registry takes, and nobody waits. */
const patienceMs = 60_000

/**
 * Reads what `npm audit --json` printed. Its exit code says nothing: it is 1 for a weakness and for a registry
 * that cannot be reached alike.
 * @param {string} text
 * @returns {Audit}
 */
export function readAudit(text) {
  /** @type {unknown} */
  let report
  try {
    report = JSON.parse(text)
  } catch {
    return { kind: 'not run', why: 'npm gave no report.' }
  }
  const { auditReportVersion, vulnerabilities, message } =
    /** @type {{ auditReportVersion?: number, vulnerabilities?: Record<string, { severity: string }>, message?: string }} */ (
      report ?? {}
    )
  if (auditReportVersion === undefined || vulnerabilities === undefined)
    return {
      kind: 'not run',
      why: (message ?? 'npm gave no report.').replace(/ (- )?\S+:\/\/\S+/, ''),
    }
  const names = Object.entries(vulnerabilities)
    .filter(([, { severity }]) => severity === 'high' || severity === 'critical')
    .map(([name, { severity }]) => `${name} (${severity})`)
  return names.length === 0 ? { kind: 'clean' } : { kind: 'weak', names }
}

function runAudit() {
  const { stdout } = spawnSync(
    'npm',
    ['audit', '--omit=dev', '--audit-level=high', '--json', '--fetch-retries=1'],
    { cwd: root, encoding: 'utf8', timeout: patienceMs },
  )
  const audit = readAudit(stdout ?? '')
  switch (audit.kind) {
    case 'clean':
      console.log('No package that reaches a browser has a known weakness, high or critical.')
      return 0
    case 'weak':
      console.error(`Known weaknesses: ${audit.names.join(', ')}. \`npm audit\` tells more.`)
      return 1
    case 'not run':
      console.log(`Not run: the registry could not be asked. ${audit.why}`)
      return notRun
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) process.exitCode = runAudit()
