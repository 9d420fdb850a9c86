import { expect, test } from 'vitest'

import { metaContentSecurityPolicy, securityHeaders } from '../../../src/app/securityHeaders.ts'

const policy = securityHeaders['Content-Security-Policy'] ?? ''

test('the policy starts from nothing', () => {
  expect(policy).toMatch(/^default-src 'none';/)
})

test.each(["'unsafe-inline'", "'unsafe-eval'", ' *', 'http:', 'https:', 'script-src data:'])(
  'the policy never says %s',
  (loophole) => {
    expect(policy).not.toContain(loophole)
  },
)

test('the meta policy is the header without what a meta cannot say', () => {
  expect(policy.replace("frame-ancestors 'none'; ", '')).toBe(metaContentSecurityPolicy)
})
