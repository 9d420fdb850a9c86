import { expect, test } from 'vitest'

import { metaContentSecurityPolicy, securityHeaders } from '../../../src/app/securityHeaders.ts'

const policy = securityHeaders['Content-Security-Policy'] ?? ''

test('the policy starts from nothing', () => {
  expect(policy).toMatch(/^default-src 'none';/)
})

test.each([
  ["'unsafe-inline'", /'unsafe-inline'/],
  ["'unsafe-eval'", /'unsafe-eval'/],
  ['every host', / \*/],
  ['every host over a plain line', / http:/],
  ['every host over an encrypted line', / https:(?!\/\/)/],
  ['a script from a data: address', /script-src[^;]* data:/],
])('the policy never allows %s', (_, loophole) => {
  expect(policy).not.toMatch(loophole)
})

test('the page connects to its own host and to those that models come from, and to nobody else', () => {
  expect(policy).toContain(
    "; connect-src 'self' https://huggingface.co https://*.huggingface.co https://*.hf.co;",
  )
  // No other directive names a host.
  expect(policy.match(/[\w-]+-src [^;]*https?:/g)).toHaveLength(1)
})

test('the meta policy is the header without what a meta cannot say', () => {
  expect(policy.replace("frame-ancestors 'none'; ", '')).toBe(metaContentSecurityPolicy)
})
