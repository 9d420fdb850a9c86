import { describe, expect, test } from 'vitest'

import { countJunit, countPlaywright, countVitest, settleCounts } from '../../../.ci/counts.mjs'

test('a test file that broke before its first test is a failure', () => {
  const report = {
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: [
      { status: 'passed', assertionResults: [{}, {}] },
      { status: 'failed', assertionResults: [{}] },
      { status: 'failed', assertionResults: [] },
    ],
  }
  expect(countVitest(JSON.stringify(report))).toEqual({ passed: 3, failed: 2, skipped: 2 })
})

test('a flaky test and an error outside tests are failures', () => {
  const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] }
  expect(countPlaywright(JSON.stringify(report))).toEqual({ passed: 4, failed: 3, skipped: 2 })
})

test('a JUnit report counts errors as failures', () => {
  const report =
    '<?xml version="1.0"?><testsuites name="pytest tests"><testsuite name="pytest" errors="1" ' +
    'failures="2" skipped="1" tests="10" time="1.2"><testcase name="a" /></testsuite></testsuites>'
  expect(countJunit(report)).toEqual({ passed: 6, failed: 3, skipped: 1 })
})

test('a file that is no JUnit report cannot be counted', () => {
  expect(() => countJunit('')).toThrow('no test suite')
})

describe('a suite that lies', () => {
  test('without a report has failed, whatever its exit code', () => {
    expect(settleCounts(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  test('by ending badly with no failed test has failed', () => {
    expect(settleCounts({ passed: 5, failed: 0, skipped: 0 }, 1)).toMatchObject({ failed: 1 })
  })

  test('by running nothing has failed', () => {
    expect(settleCounts({ passed: 0, failed: 0, skipped: 7 }, 0)).toMatchObject({ failed: 1 })
  })

  test('is told from an honest one, whose counts stay as they are', () => {
    expect(settleCounts({ passed: 5, failed: 2, skipped: 1 }, 1)).toEqual({
      passed: 5,
      failed: 2,
      skipped: 1,
    })
  })
})
