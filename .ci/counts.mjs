/**
 * How a suite ended. `passed + failed` is the number of its tests that ran.
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/**
 * Reads Vitest's JSON report.
 * @param {string} text
 * @returns {Counts}
 */
export function countVitest(text) {
  const report = JSON.parse(text)
  const failedFiles = report.testResults.filter(
    (/** @type {{ status: string, assertionResults: unknown[] }} */ file) =>
      file.status === 'failed' && file.assertionResults.length === 0,
  )
  return {
    passed: report.numPassedTests,
    // A file that broke before its first test has no test to fail.
    failed: report.numFailedTests + failedFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/**
 * Reads Playwright's JSON report. A flaky test, one that passed only when tried again, has failed.
 * @param {string} text
 * @returns {Counts}
 */
export function countPlaywright(text) {
  const { stats, errors } = JSON.parse(text)
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  }
}

/**
 * Reads the JUnit XML that pytest writes.
 * @param {string} text
 * @returns {Counts}
 */
export function countJunit(text) {
  const suites = [...text.matchAll(/<testsuite\s[^>]*>/g)].map(([tag]) => tag)
  if (suites.length === 0) throw new Error('The report holds no test suite.')
  /** @param {string} name */
  const sum = (name) =>
    suites.reduce(
      (total, tag) => total + Number(new RegExp(`\\s${name}="(\\d+)"`).exec(tag)?.[1] ?? 0),
      0,
    )
  const failed = sum('failures') + sum('errors')
  const skipped = sum('skipped')
  return { passed: sum('tests') - failed - skipped, failed, skipped }
}

/**
 * The counts of a suite from its report and its exit code. A suite can lie in two ways, and both count as a
 * failure: it ended badly though no test failed, or it ended well and ran nothing.
 * @param {Counts | undefined} report undefined when there is none to read
 * @param {number} exitCode
 * @returns {Counts}
 */
export function settleCounts(report, exitCode) {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 }
  const ranNothing = report.passed + report.failed === 0
  const endedBadly = exitCode !== 0 && report.failed === 0
  return ranNothing || endedBadly ? { ...report, failed: report.failed + 1 } : report
}
