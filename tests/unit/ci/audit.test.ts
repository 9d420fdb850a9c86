import { expect, test } from 'vitest'

import { readAudit } from '../../../.ci/audit.mjs'

const report = (severities: Record<string, string>): string =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(
      Object.entries(severities).map(([name, severity]) => [name, { name, severity }]),
    ),
  })

test('high and critical weaknesses are named, lesser ones let pass', () => {
  expect(readAudit(report({ one: 'high', two: 'moderate', three: 'critical' }))).toEqual({
    kind: 'weak',
    names: ['one (high)', 'three (critical)'],
  })
  expect(readAudit(report({ two: 'low' }))).toEqual({ kind: 'clean' })
})

test.each([
  [
    'refuses',
    '{"message":"405 Method Not Allowed - POST https://registry.example.org/advisories","error":{}}',
    '405 Method Not Allowed - POST',
  ],
  [
    'cannot be reached',
    '{"message":"request to https://registry.example.org/advisories failed, reason: ENOTFOUND"}',
    'request to failed, reason: ENOTFOUND',
  ],
  ['is silent', '', 'npm gave no report.'],
  ['says nothing', 'null', 'npm gave no report.'],
])('a registry that %s has found nothing, and has not passed anything', (_, text, why) => {
  expect(readAudit(text)).toEqual({ kind: 'not run', why })
})
