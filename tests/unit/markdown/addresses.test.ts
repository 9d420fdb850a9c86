import { expect, test } from 'vitest'

import { readAddress } from '../../../src/markdown/readAddress.ts'

test.each([
  ['https://example.com/a?b#c', { href: 'https://example.com/a?b#c', shown: 'example.com' }],
  ['http://localhost:80', { href: 'http://localhost/', shown: 'localhost' }],
  ['mailto:ada@example.com', { href: 'mailto:ada@example.com', shown: 'ada@example.com' }],
])('%s may be followed, and its host is shown', (text, address) => {
  expect(readAddress(text)).toEqual(address)
})

test.each([
  'javascript:alert(1)',
  ' JAVASCRIPT:alert(1)',
  'data:text/html,<b>x</b>',
  'blob:https://example.com/1',
  'file:///etc/passwd',
  'https://bank.example@evil.example/',
  '/relative',
  '',
])('%s is text', (text) => {
  expect(readAddress(text)).toBeUndefined()
})

test('a host in look-alike letters is shown as what it is', () => {
  expect(readAddress('https://аpple.com')?.shown).toMatch(/^xn--/)
})
