import { expect, test } from 'vitest'

import { readPageHosts } from '../../../src/engine/pageHosts.ts'

const pageWith = (policy: string | null): Parameters<typeof readPageHosts>[0] => ({
  querySelector: () => (policy === null ? null : { getAttribute: () => policy }),
})

test('hosts are those of the page’s own policy', () => {
  const policy =
    "default-src 'none'; connect-src 'self' https://a.example http://127.0.0.1:1; img-src data:"
  expect(readPageHosts(pageWith(policy), 'https://b.example')).toEqual([
    'https://a.example',
    'http://127.0.0.1:1',
  ])
})

test('a page without a policy has those of its build', () => {
  expect(readPageHosts(pageWith(null), 'https://b.example')).toContain('https://b.example')
})
